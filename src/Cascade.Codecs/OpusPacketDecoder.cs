using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Cascade.Codecs;
using Cascade.Codecs.Opus;
using Concentus.Structs;

namespace Cascade;

/// <summary>
/// Turns the Opus packets of one live stream (WebRTC, SIP, Discord, a browser) into samples for a <see cref="StreamProcessor"/>. Lost packets are concealed and counted, so positions stay those of the
/// speaker's clock.
/// </summary>
/// <remarks>
/// <para>Set <see cref="StreamProcessorOptions.InputFormat"/> to <see cref="Format"/> and push what <see cref="Decode"/> returns, or hand all packets to <c>ProcessOpusAsync</c>. For one caller at a time; counts may be
/// read from any thread. A decoder takes about 55 KB.</para>
/// <para>Loss is known by sequence numbers, and how long it lasted by timestamps; with only one of the two, that one tells both. The packet before the one that arrives is recovered from the latter's
/// redundancy where the sender adds it (in-band FEC). A sender that pauses (DTX) leaves a gap in timestamps alone, which is filled and not counted as loss. Packets that come late or twice are dropped, unless the sender has begun anew.</para>
/// </remarks>
#pragma warning disable CA1001 // the field's Dispose does nothing: the managed decoder holds nothing to free
public sealed class OpusPacketDecoder
#pragma warning restore CA1001
{
    private const int RateHz = 16_000;
    private const float FullScale = 32_768;
    private const int UnitsPerSample = OpusTime.RateHz / RateHz;
    private const int MaxPacketSamples = RateHz * 120 / 1000;
    private const int DecodedRateHz = OpusTime.RateHz; // at a lower rate, Concentus 2.2.2 gives silence for hybrid packets, which browsers send (its issue 67)
    private const int DecodedPerSample = DecodedRateHz / RateHz;
    private const int FadeSamples = RateHz * 100 / 1000; // a decoder's guess fades out within this time; silence follows

    // By how much a packet may be late or ahead before it belongs to a sender that has begun anew. Source: RFC 3550, appendix A.1.
    private const int MaxMisorder = 100;
    private const int MaxDropout = 3_000;
    private const int MaxMisorderSamples = 2 * RateHz;

    private readonly OpusDecoder _decoder;
    private readonly AudioConverter _toRate = new(new AudioFormat(DecodedRateHz, 1, BitConverter.IsLittleEndian ? SampleEncoding.Signed16 : SampleEncoding.Signed16BigEndian));
    private readonly short[] _decoded = new short[MaxPacketSamples * DecodedPerSample];
    private readonly float[] _samples = new float[MaxPacketSamples];
    private readonly long _maximumGap;
    private byte[] _pcm = new byte[MaxPacketSamples * sizeof(short)];
    private int _length;
    private int _packetSamples = RateHz / 50;
    private ushort? _nextSequence;
    private uint? _nextTimestamp;
    private long _received;
    private long _lost;
    private long _recovered;
    private long _late;
    private long _damaged;

    /// <summary>Makes a decoder for one stream.</summary>
    /// <param name="maximumGap">Longer gaps aren't filled: the stream goes on as if there were none. Default 5 s; 0 to 1 hour.</param>
    /// <exception cref="ArgumentOutOfRangeException">The gap is outside its legal range.</exception>
    public OpusPacketDecoder(TimeSpan? maximumGap = null)
    {
        TimeSpan gap = maximumGap ?? TimeSpan.FromSeconds(5);
        ArgumentOutOfRangeException.ThrowIfLessThan(gap, TimeSpan.Zero, nameof(maximumGap));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(gap, TimeSpan.FromHours(1), nameof(maximumGap));
        _maximumGap = (long)(gap.TotalSeconds * RateHz);
#pragma warning disable CS0618 // the factory that replaces it looks for native libraries: answers would depend on the machine
        _decoder = new OpusDecoder(DecodedRateHz, 1);
#pragma warning restore CS0618
        _toRate.Convert(MemoryMarshal.AsBytes<short>(_decoded), _samples, out _); // silence, so that from now on so many samples come out as go in; all are later by half of the filter, 26 samples
    }

    /// <summary>Gets what <see cref="Decode"/> returns: 16 kHz mono PCM16, which the network hears without conversion.</summary>
    public static AudioFormat Format => AudioFormat.Pcm16Mono16k;

    /// <summary>Gets how many packets were decoded.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>Gets how many packets never came, by sequence numbers or, where there are none, by timestamps; and packets that were given as empty. The recovered ones are counted too.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Gets how many lost packets were recovered from the redundancy in the packet after them.</summary>
    public long Recovered => Volatile.Read(ref _recovered);

    /// <summary>Gets how many packets came twice or too late, and were dropped.</summary>
    public long Late => Volatile.Read(ref _late);

    /// <summary>Gets how many packets could not be decoded, and were concealed.</summary>
    public long Damaged => Volatile.Read(ref _damaged);

    /// <summary>Decodes a packet, after a guess at what is missing before it.</summary>
    /// <param name="packet">The next packet that has arrived.</param>
    /// <returns>Samples in <see cref="Format"/>, valid until the next call; none for a packet that is dropped.</returns>
    public ReadOnlyMemory<byte> Decode(OpusPacket packet)
    {
        _length = 0;
        int lost = packet.SequenceNumber - _nextSequence is { } ahead ? (short)ahead : 0;
        int missing = packet.Timestamp - _nextTimestamp is { } units ? (int)units / UnitsPerSample : lost * _packetSamples;
        if (lost is < -MaxMisorder or > MaxDropout || missing < -MaxMisorderSamples)
        {
            lost = missing = 0; // the sender has begun anew
        }
        else if (lost < 0 || missing < 0)
        {
            OpusMeter.Count(ref _late, OpusMeter.Late);
            return default;
        }

        if (packet.SequenceNumber is null && packet.Timestamp is not null)
        {
            lost = (missing + _packetSamples - 1) / _packetSamples;
        }

        OpusMeter.Count(ref _lost, OpusMeter.Lost, lost);
        if (missing > 0 && missing <= _maximumGap)
        {
            Fill(missing, lost > 0 ? packet.Data.Span : default);
        }

        int before = _length;
        DecodeOrConceal(packet.Data.Span);
        int samples = (_length - before) / sizeof(short);
        _nextSequence = packet.SequenceNumber is { } sequence ? (ushort)(sequence + 1) : null;
        _nextTimestamp = packet.Timestamp is { } timestamp ? timestamp + (uint)(samples * UnitsPerSample) : null;
        return _pcm.AsMemory(0, _length);
    }

    private void DecodeOrConceal(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            OpusMeter.Count(ref _lost, OpusMeter.Lost);
        }
        else if (TryDecode(data, MaxPacketSamples, isRedundancy: false) is > 0 and int count)
        {
            OpusMeter.Count(ref _received, OpusMeter.Decoded);
            _packetSamples = count;
            return;
        }
        else
        {
            OpusMeter.Count(ref _damaged, OpusMeter.Damaged);
        }

        Conceal(_packetSamples);
    }

    // What is missing: a guess that fades out, then silence, and at the end what the next packet repeats of the one before it.
    private void Fill(int missing, ReadOnlySpan<byte> next)
    {
        int repeated = next.Length > 1 && missing >= _packetSamples ? _packetSamples : 0;
        int guessed = Math.Min(missing - repeated, FadeSamples);
        Conceal(guessed);
        int silent = missing - repeated - guessed;
        Reserve(silent).Clear();
        _length += silent * sizeof(short);
        if (repeated > 0)
        {
            if (HasRedundancy(next) && TryDecode(next, repeated, isRedundancy: true) == repeated)
            {
                OpusMeter.Count(ref _recovered, OpusMeter.Recovered);
            }
            else
            {
                Conceal(repeated);
            }
        }
    }

    private void Conceal(int samples)
    {
        const int unit = RateHz / 400; // concealment comes in units of 2.5 ms
        while (samples > 0)
        {
            int wanted = Math.Min(_packetSamples, samples);
            int whole = wanted / unit * unit;
            if (whole == 0 || TryDecode(default, whole, isRedundancy: false) != whole)
            {
                whole = wanted;
                Reserve(whole).Clear();
                _length += whole * sizeof(short);
            }

            samples -= whole;
        }
    }

    // Returns the number of samples, negative for a packet that can't be decoded.
    private int TryDecode(ReadOnlySpan<byte> data, int samples, bool isRedundancy)
    {
        int count;
        try
        {
            count = _decoder.Decode(data, _decoded.AsSpan(0, samples * DecodedPerSample), samples * DecodedPerSample, isRedundancy);
        }
        catch (Exception fault) when (DecodedSamples.IsFaultOfTheBytes(fault))
        {
            return -1;
        }

        count = _toRate.Convert(MemoryMarshal.AsBytes(_decoded.AsSpan(0, count)), _samples, out _);
        Span<byte> target = Reserve(count);
        for (int i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(target[(i * sizeof(short))..], (short)Math.Clamp(MathF.Round(_samples[i] * FullScale), short.MinValue, short.MaxValue));
        }

        _length += count * sizeof(short);
        return count;
    }

    // A packet of the speech part (not CELT alone) whose first frame says that it carries redundancy. Source: RFC 6716, sections 3.1 and 4.2.4.
    private static bool HasRedundancy(ReadOnlySpan<byte> packet)
    {
        const int firstCeltConfiguration = 16;
        int configuration = packet[0] >> 3;
        if (configuration >= firstCeltConfiguration)
        {
            return false;
        }

        IList<byte[]>? frames = null;
        try
        {
            frames = OpusPacketInfo.ParseOpusPacket(packet).Frames;
        }
        catch (Exception fault) when (DecodedSamples.IsFaultOfTheBytes(fault))
        {
            return false;
        }

        int silkFrames = configuration < 12 ? Math.Max(1, ((configuration & 3) switch { 0 => 10, 1 => 20, 2 => 40, _ => 60 }) / 20) : 1;
        return frames.Count > 0 && frames[0].Length > 0 && (frames[0][0] & (0x80 >> silkFrames)) != 0;
    }

    private Span<byte> Reserve(int samples)
    {
        int needed = _length + (samples * sizeof(short));
        if (_pcm.Length < needed)
        {
            Array.Resize(ref _pcm, Math.Max(needed, 2 * _pcm.Length));
        }

        return _pcm.AsSpan(_length, samples * sizeof(short));
    }
}
