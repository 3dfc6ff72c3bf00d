using System.Diagnostics;
using Cascade.Snapshots;

namespace Cascade.Audio.Pcm;

/// <summary>
/// Bytes in, mono samples at the input's rate out. Input may be split anywhere, also inside a sample: the bytes of an unfinished block are
/// kept.
/// </summary>
internal sealed class PcmReader
{
    /// <summary>
    /// Samples decoded at a time where channels are mixed: 4 KB, small enough for the first-level cache and for thousands of streams.
    /// </summary>
    private const int ScratchSamples = 1_024;

    private readonly AudioFormat _format;
    private readonly SampleDecoder _decoder;
    private readonly byte[] _unfinished;
    private readonly float[] _interleaved;
    private readonly byte[] _selected;
    private readonly int _bytesPerSample;
    private int _unfinishedCount;

    public PcmReader(AudioFormat format)
    {
        _format = format;
        _decoder = SampleDecoder.For(format.Encoding);
        _bytesPerSample = format.BytesPerBlock / format.Channels;
        _unfinished = new byte[format.BytesPerBlock];
        _interleaved = format is { Channels: > 1, Channel: null } ? new float[ScratchSamples] : [];
        _selected = format is { Channels: > 1, Channel: not null } ? new byte[ScratchSamples * _bytesPerSample] : [];
    }

    /// <summary>Samples that were no numbers and became silence.</summary>
    public long NonFiniteSamples { get; private set; }

    public int BytesPerBlock => _format.BytesPerBlock;

    /// <summary>Bytes of a block that has not been received whole.</summary>
    public int UnfinishedBytes => _unfinishedCount;

    /// <summary>
    /// Decodes as much of <paramref name="input"/> as <paramref name="samples"/> has room for, at least one sample if both allow it.
    /// </summary>
    /// <returns>The samples written.</returns>
    public int Read(ReadOnlySpan<byte> input, Span<float> samples, out int bytesConsumed)
    {
        bytesConsumed = 0;
        if (samples.IsEmpty)
        {
            return 0;
        }

        int written = 0;
        if (_unfinishedCount > 0 || input.Length < _format.BytesPerBlock)
        {
            bytesConsumed = Math.Min(_unfinished.Length - _unfinishedCount, input.Length);
            input[..bytesConsumed].CopyTo(_unfinished.AsSpan(_unfinishedCount));
            _unfinishedCount += bytesConsumed;
            if (_unfinishedCount < _unfinished.Length)
            {
                return 0;
            }

            _unfinishedCount = 0;
            Decode(_unfinished, samples[..1]);
            written = 1;
        }

        int blocks = Math.Min((input.Length - bytesConsumed) / _format.BytesPerBlock, samples.Length - written);
        int blockBytes = blocks * _format.BytesPerBlock;
        Decode(input.Slice(bytesConsumed, blockBytes), samples.Slice(written, blocks));
        bytesConsumed += blockBytes;
        return written + blocks;
    }

    /// <summary>Decodes whole samples.</summary>
    /// <returns>One sample for each block.</returns>
    public static float[] ToFloats(ReadOnlySpan<byte> bytes, AudioFormat format)
    {
        float[] samples = new float[bytes.Length / format.BytesPerBlock];
        new PcmReader(format).Read(bytes, samples, out _);
        return samples;
    }

    public void Reset()
    {
        _unfinishedCount = 0;
        NonFiniteSamples = 0;
    }

    public void Save(SnapshotWriter writer)
    {
        writer.Block(_unfinished.AsSpan(0, _unfinishedCount));
        writer.Long(NonFiniteSamples);
    }

    public void Restore(ref SnapshotReader reader)
    {
        ReadOnlySpan<byte> unfinished = reader.Block();
        SnapshotReader.Expect(unfinished.Length < _unfinished.Length, "a block that is not whole", $"fewer than {_unfinished.Length} bytes", unfinished.Length);
        unfinished.CopyTo(_unfinished);
        _unfinishedCount = unfinished.Length;
        NonFiniteSamples = reader.Long("the samples that were no numbers");
    }

    private void Decode(ReadOnlySpan<byte> blocks, Span<float> samples)
    {
        Debug.Assert(blocks.Length == samples.Length * _format.BytesPerBlock, "One block gives one sample.");
        if (_format.Channels == 1)
        {
            NonFiniteSamples += _decoder.Decode(blocks, samples);
            return;
        }

        int atOnce = _format.Channel is null ? ScratchSamples / _format.Channels : ScratchSamples;
        while (!samples.IsEmpty)
        {
            int count = Math.Min(atOnce, samples.Length);
            DecodeChannels(blocks[..(count * _format.BytesPerBlock)], samples[..count]);
            blocks = blocks[(count * _format.BytesPerBlock)..];
            samples = samples[count..];
        }
    }

    private void DecodeChannels(ReadOnlySpan<byte> blocks, Span<float> samples)
    {
        if (_format.Channel is { } channel)
        {
            Span<byte> selected = _selected.AsSpan(0, samples.Length * _bytesPerSample);
            Downmix.Select(blocks, _format.BytesPerBlock, channel * _bytesPerSample, _bytesPerSample, selected);
            NonFiniteSamples += _decoder.Decode(selected, samples);
            return;
        }

        Span<float> interleaved = _interleaved.AsSpan(0, samples.Length * _format.Channels);
        NonFiniteSamples += _decoder.Decode(blocks, interleaved);
        Downmix.Mean(interleaved, _format.Channels, samples);
    }
}
