using Cascade.Framing;
using Cascade.Inference;

namespace Cascade;

/// <summary>The probabilities of a whole recording, computed while it is read.</summary>
internal sealed class SpeechTimestampsSearch : IDisposable
{
    private readonly FrameReader _reader;
    private readonly IFrameInference _inference;
    private readonly float[] _frames;
    private readonly float[] _values;

    private SpeechTimestampsSearch(AudioFormat format, NetworkRate network, IFrameInference inference)
    {
        _reader = new FrameReader(format, network: network);
        _inference = inference;
        _frames = new float[inference.FramesAtOnce * network.FrameSamples];
        _values = new float[inference.FramesAtOnce];
    }

    /// <summary>The length so far, in 16 kHz samples.</summary>
    public long Samples => _reader.Position;

    public List<float> Probabilities { get; } = [];

    public static async Task<SpeechTimestampsSearch> CreateAsync(VadOptions options, AudioFormat format, CancellationToken cancellationToken)
    {
        NetworkRate network = options.NetworkFor(format);
        return new(format, network, await Task.Run(() => InferenceFactory.Create(options, network), cancellationToken).ConfigureAwait(false));
    }

    public Task AddAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken)
    {
        _reader.Write(chunk.Span);
        return Task.Run(InferFrames, cancellationToken);
    }

    /// <summary>The last frame is filled up with silence, as silero does.</summary>
    public Task EndAsync(CancellationToken cancellationToken)
    {
        _reader.End();
        return Task.Run(InferRest, cancellationToken);
    }

    public void Dispose()
    {
        _inference.Dispose();
        _reader.Close();
    }

    private void InferFrames()
    {
        while (_reader.Read(_frames) is > 0 and int count)
        {
            Infer(_frames.AsSpan(0, count * _reader.Network.FrameSamples), _values.AsSpan(0, count));
        }
    }

    private void InferRest()
    {
        InferFrames();
        if (_reader.TryReadRest(out ReadOnlySpan<float> rest) && rest.Length > 0)
        {
            Span<float> frame = _frames.AsSpan(0, _reader.Network.FrameSamples);
            frame.Clear();
            rest.CopyTo(frame);
            Infer(frame, _values.AsSpan(0, 1));
        }

        _reader.Restart();
    }

    private void Infer(ReadOnlySpan<float> frames, Span<float> values)
    {
        try
        {
            _inference.Infer(frames, values);
        }
        catch (EngineFaultException e)
        {
            long number = Probabilities.Count;
            long sample = number * SileroNetwork.FrameSamples;
            throw new InferenceException($"The engine failed on frame {number} (sample {sample}): {e.Message}", number, sample, e.Cause);
        }

        foreach (float value in values)
        {
            Probabilities.Add(value);
        }
    }
}
