namespace Cascade.Inference.Managed;

/// <summary>The network in C# as an engine. Engines of the same model are equal.</summary>
internal sealed class ManagedEngine(VadModel model) : VadEngine(model), IEquatable<ManagedEngine>
{
    public const string EngineName = "Managed";

    public override string Name => EngineName;

    public bool Equals(ManagedEngine? other) => other is not null && Model == other.Model;

    public override bool Equals(object? obj) => Equals(obj as ManagedEngine);

    public override int GetHashCode() => Model.GetHashCode();

    internal override IFrameInference CreateInference(NetworkRate network) => new ManagedInference(Model);
}
