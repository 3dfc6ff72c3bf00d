using System.Diagnostics;
using Cascade.Audio.Pcm;
using Cascade.Audio.Resampling;

namespace Cascade.Audio;

/// <summary>
/// Converts a stream of PCM bytes of any format to what the network hears, mono samples, 16 kHz or the input's own rate. Allocates nothing
/// after its construction. Serves one stream and one caller at a time; filters are shared between converters of the same rate.
/// </summary>
internal sealed class AudioConverter
{
    private readonly AudioFormat _format;
    private readonly RateRatio _ratio;
    private readonly PcmReader _reader;
    private readonly Resampler? _resampler;
    private long _blocksReceived;

    /// <summary>Makes a converter.</summary>
    /// <param name="format">What the bytes mean.</param>
    /// <param name="outputRateHz">16,000, or the input's rate, so that nothing is resampled.</param>
    public AudioConverter(AudioFormat format, int outputRateHz = SampleClock.SampleRateHz)
    {
        Debug.Assert(outputRateHz == SampleClock.SampleRateHz || outputRateHz == format.SampleRateHz, "the resampler knows one output rate");
        _format = format;
        _ratio = new RateRatio(format.SampleRateHz);
        _reader = new PcmReader(format);
        _resampler = format.SampleRateHz == outputRateHz ? null : new Resampler(_ratio);
    }

    /// <summary>Samples of the channels listened to that were no numbers and became silence.</summary>
    public long NonFiniteSamples => _reader.NonFiniteSamples;

    /// <summary>
    /// Bytes received after the last whole block. When the input has ended, these are missing their rest and have been ignored.
    /// </summary>
    public int UnfinishedBytes => _reader.UnfinishedBytes;

    /// <summary>Whole blocks received: one sample of each channel.</summary>
    public long BlocksReceived => _blocksReceived;

    /// <summary>
    /// Converts until the input is used up or the output is full, whichever comes first. Where the output is full, call again with the rest
    /// of the input, which may be empty, until it is not.
    /// </summary>
    /// <param name="input">The next bytes; may begin and end anywhere, also inside a sample.</param>
    /// <param name="samples">Receives samples with full scale at 1. Float input may exceed it.</param>
    /// <param name="bytesConsumed">How much of the input has been used up.</param>
    /// <returns>The samples written.</returns>
    public int Convert(ReadOnlySpan<byte> input, Span<float> samples, out int bytesConsumed)
    {
        bytesConsumed = 0;
        int written = _resampler?.Read(samples) ?? 0;
        while (written < samples.Length && bytesConsumed < input.Length)
        {
            Span<float> room = _resampler is null ? samples[written..] : _resampler.Space();
            int received = _reader.Read(input[bytesConsumed..], room, out int used);
            _blocksReceived += received;
            bytesConsumed += used;
            written += _resampler is null ? received : Resample(_resampler, received, samples[written..]);
        }

        return written;
    }

    /// <summary>
    /// Gives what the resampler still holds when the input has ended. Call until the output is not filled; only <see cref="Reset"/> may
    /// follow. In all there are as many samples as have their time before the input's end: blocks x 16,000 / rate, rounded up;
    /// or, where nothing is resampled, one a block.
    /// </summary>
    /// <returns>The samples written.</returns>
    public int Flush(Span<float> samples) => _resampler?.ReadTail(samples) ?? 0;

    /// <summary>Begins a new stream.</summary>
    public void Reset()
    {
        _reader.Reset();
        _resampler?.Reset();
        _blocksReceived = 0;
    }

    /// <summary>
    /// The input's byte with which the first block begins whose time is not before a position on the clock, as far as received. Of a
    /// half-open range of the clock, that of its start and that of its end are the input: ranges that touch on the clock touch there too.
    /// </summary>
    public long FirstByteFrom(long sample) => Math.Min(_ratio.FirstInputFrom(sample), _blocksReceived) * _format.BytesPerBlock;

    /// <summary>How long so many bytes of input last on the clock, rounded up: the length of the output, <see cref="Flush"/> included.</summary>
    public long SamplesWithin(long bytes) => _ratio.OutputsWithin(bytes / _format.BytesPerBlock);

    private static int Resample(Resampler resampler, int received, Span<float> samples)
    {
        resampler.Received(received);
        return resampler.Read(samples);
    }
}
