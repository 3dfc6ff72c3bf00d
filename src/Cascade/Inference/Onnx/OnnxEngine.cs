namespace Cascade.Inference.Onnx;

/// <summary>ONNX Runtime as an engine. Engines of the same values are equal.</summary>
internal sealed class OnnxEngine(VadModel model, bool sharesSession, bool native8kHz) : VadEngine(model), IEquatable<OnnxEngine>
{
    public const string EngineName = "OnnxRuntime";

    public bool SharesSession => sharesSession;

    public bool Native8kHz => native8kHz;

    public override string Name => EngineName;

    public bool Equals(OnnxEngine? other) => other is not null && Model == other.Model && sharesSession == other.SharesSession && native8kHz == other.Native8kHz;

    public override bool Equals(object? obj) => Equals(obj as OnnxEngine);

    public override int GetHashCode() => HashCode.Combine(Model, sharesSession, native8kHz);

    internal override NetworkRate NetworkFor(AudioFormat format) =>
        native8kHz && format.SampleRateHz == NetworkRate.At8kHz.RateHz ? NetworkRate.At8kHz : NetworkRate.At16kHz;

    internal override IFrameInference CreateInference(NetworkRate network) => new OnnxInference(OnnxModel.For(Model, network), sharesSession);
}
