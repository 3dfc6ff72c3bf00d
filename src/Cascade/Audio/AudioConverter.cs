using Cascade.Audio.Pcm;
using Cascade.Audio.Resampling;
using Cascade.Snapshots;

namespace Cascade;

/// <summary>
/// Converts a stream of PCM bytes of any format to the input of speech networks: mono samples at 16 kHz, full scale at 1. Allocates nothing after its construction. Serves one stream and one caller
/// at a time.
/// </summary>
/// <remarks>A resampler's delay is taken out: sample n of the output is the audio at n / 16,000 seconds, for streams of any length.</remarks>
public sealed class AudioConverter
{
    private readonly PcmReader _reader;
    private readonly Resampler? _resampler;

    /// <summary>Creates a converter to 16 kHz.</summary>
    /// <param name="format">The format of the input; its <see cref="AudioFormat.Channel"/> is taken, or the mean of all channels.</param>
    public AudioConverter(AudioFormat format)
        : this(format, SampleClock.SampleRateHz)
    {
    }

    /// <summary>Creates a converter to 16 kHz, or to the input's own rate, so that nothing is resampled.</summary>
    internal AudioConverter(AudioFormat format, int outputRateHz)
    {
        ArgumentNullException.ThrowIfNull(format);
        System.Diagnostics.Debug.Assert(outputRateHz == SampleClock.SampleRateHz || outputRateHz == format.SampleRateHz, "the resampler knows one output rate");
        _reader = new PcmReader(format);
        _resampler = format.SampleRateHz == outputRateHz ? null : new Resampler(new RateRatio(format.SampleRateHz));
    }

    /// <summary>Gets how many samples of the channels listened to were no numbers and became silence.</summary>
    public long NonFiniteSamples => _reader.NonFiniteSamples;

    /// <summary>Gets the bytes received after the last whole sample of all channels. At the end of the input these bytes lack their rest and have been ignored.</summary>
    public int UnfinishedBytes => _reader.UnfinishedBytes;

    /// <summary>Gets how many whole blocks have been received: one sample of each channel.</summary>
    internal long BlocksReceived { get; private set; }

    /// <summary>Converts a whole recording.</summary>
    /// <param name="audio">Bytes in the format; an unfinished last sample is ignored.</param>
    /// <param name="format">The format.</param>
    /// <returns>Mono samples at 16 kHz.</returns>
    public static float[] Convert(ReadOnlySpan<byte> audio, AudioFormat format)
    {
        AudioConverter converter = new(format);
        float[] samples = new float[new RateRatio(format.SampleRateHz).OutputsWithin(audio.Length / format.BytesPerBlock)];
        int count = converter.Convert(audio, samples, out _);
        converter.Flush(samples.AsSpan(count));
        return samples;
    }

    /// <summary>Encodes mono samples as signed 16-bit little-endian: rounded to the nearest value, ties to even, and clamped to full scale.</summary>
    /// <param name="samples">Finite samples, full scale at 1.</param>
    /// <returns>Two bytes for each sample.</returns>
    public static byte[] ToPcm16(ReadOnlySpan<float> samples)
    {
        byte[] bytes = new byte[samples.Length * sizeof(short)];
        Pcm16.Encode(samples, bytes);
        return bytes;
    }

    /// <summary>
    /// Converts until the input is used up or the output is full, whichever comes first. Where the output is full, call again with the rest
    /// of the input, which may be empty, until the output is not full.
    /// </summary>
    /// <param name="input">The next bytes; may begin and end anywhere, also inside a sample.</param>
    /// <param name="samples">Receives samples with full scale at 1. Float input may exceed full scale.</param>
    /// <param name="bytesConsumed">How many bytes of the input have been used up.</param>
    /// <returns>The number of samples written.</returns>
    public int Convert(ReadOnlySpan<byte> input, Span<float> samples, out int bytesConsumed)
    {
        bytesConsumed = 0;
        int written = _resampler?.Read(samples) ?? 0;
        while (written < samples.Length && bytesConsumed < input.Length)
        {
            Span<float> room = _resampler is null ? samples[written..] : _resampler.Space();
            int received = _reader.Read(input[bytesConsumed..], room, out int used);
            BlocksReceived += received;
            bytesConsumed += used;
            written += _resampler is null ? received : Resample(_resampler, received, samples[written..]);
        }

        return written;
    }

    /// <summary>
    /// Gives the samples that the resampler still holds when the input has ended. Call until the output is not filled; only <see cref="Reset"/> may
    /// follow. In all there are as many samples as have their time before the input's end: blocks x 16,000 / rate, rounded up.
    /// Where nothing is resampled, there is one sample a block.
    /// </summary>
    /// <returns>The number of samples written.</returns>
    public int Flush(Span<float> samples) => _resampler?.ReadTail(samples) ?? 0;

    /// <summary>Begins a new stream.</summary>
    public void Reset()
    {
        _reader.Reset();
        _resampler?.Reset();
        BlocksReceived = 0;
    }

    internal void Save(SnapshotWriter writer)
    {
        _reader.Save(writer);
        _resampler?.Save(writer);
    }

    /// <summary>Goes on where another one was saved.</summary>
    /// <param name="reader">Reads the snapshot.</param>
    /// <param name="bytes">How many bytes that one had received.</param>
    /// <param name="samples">How many samples it had given.</param>
    /// <param name="isAtEnd">Whether it was giving its tail.</param>
    internal void Restore(ref SnapshotReader reader, long bytes, long samples, bool isAtEnd)
    {
        _reader.Restore(ref reader);
        (long blocks, long unfinished) = Math.DivRem(bytes, _reader.BytesPerBlock);
        SnapshotReader.Expect(unfinished == UnfinishedBytes, "the bytes of a block that is not whole", $"{unfinished}", UnfinishedBytes);
        BlocksReceived = blocks;
        if (_resampler is null)
        {
            SnapshotReader.Expect(samples == blocks, "the samples read", $"{blocks}", samples);
        }
        else
        {
            _resampler.Restore(ref reader, blocks, samples, isAtEnd);
        }
    }

    private static int Resample(Resampler resampler, int received, Span<float> samples)
    {
        resampler.Received(received);
        return resampler.Read(samples);
    }
}
