using System.Buffers.Binary;
using NAudio.Codecs;
using NAudio.Dsp;

namespace Cascade.Hosting.Realtime.Audio;

/// <summary>Turns the audio of one answer, in the voice's own rate, into the format that the client asked for.</summary>
internal sealed class AnswerEncoder
{
    private const float FullScale = 32_768;
    private const int FilterTaps = 64;

    private readonly AudioCoding _coding;
    private readonly OpusPackets? _opus;
    private readonly WdlResampler? _resampler;
    private readonly int _fromHz;
    private readonly int _toHz;
    private long _received;
    private long _given;

    public AnswerEncoder(AudioFormat voice, AudioCoding coding)
    {
        _coding = coding;
        _fromHz = voice.SampleRateHz;
        _opus = coding == AudioCoding.Opus ? new OpusPackets() : null;
        _toHz = _opus is null ? coding.ToFormat().SampleRateHz : AudioCodings.SpokenRateHz;
        if (_fromHz != _toHz)
        {
            _resampler = new WdlResampler();
            _resampler.SetMode(interp: true, filtercnt: 0, sinc: true, sinc_size: FilterTaps);
            _resampler.SetFeedMode(true);
            _resampler.SetRates(_fromHz, _toHz);
        }
    }

    /// <summary>Encodes the next piece, mono PCM16.</summary>
    public byte[] Encode(ReadOnlySpan<byte> pcm)
    {
        int samples = pcm.Length / sizeof(short);
        _received += samples;
        if (_resampler is null)
        {
            short[] same = new short[samples];
            for (int i = 0; i < samples; i++)
            {
                same[i] = BinaryPrimitives.ReadInt16LittleEndian(pcm[(i * sizeof(short))..]);
            }

            return Write(same);
        }

        _resampler.ResamplePrepare(samples, 1, out Span<float> input);
        for (int i = 0; i < samples; i++)
        {
            input[i] = BinaryPrimitives.ReadInt16LittleEndian(pcm[(i * sizeof(short))..]) / FullScale;
        }

        return Resample(samples);
    }

    /// <summary>Encodes the samples that the resampler still holds, so that the answer has its whole length.</summary>
    public byte[] Complete()
    {
        long owed = (_received * _toHz / _fromHz) - _given;
        byte[] tail = [];
        if (_resampler is not null && owed > 0)
        {
            _resampler.ResamplePrepare(FilterTaps, 1, out Span<float> input);
            input[..FilterTaps].Clear();
            tail = Resample(FilterTaps, owed);
        }

        return _opus is null ? tail : [.. tail, .. _opus.Complete()];
    }

    private byte[] Resample(int samples, long most = long.MaxValue)
    {
        float[] output = new float[(int)((long)samples * _toHz / _fromHz) + FilterTaps];
        int count = (int)Math.Min(most, _resampler!.ResampleOut(output, samples, output.Length, 1));
        _given += count;
        short[] rounded = new short[count];
        for (int i = 0; i < count; i++)
        {
            rounded[i] = (short)Math.Clamp(MathF.Round(output[i] * FullScale), short.MinValue, short.MaxValue);
        }

        return Write(rounded);
    }

    private byte[] Write(ReadOnlySpan<short> samples)
    {
        if (_opus is not null)
        {
            return _opus.Encode(samples);
        }

        byte[] bytes = new byte[samples.Length * (_coding == AudioCoding.Pcm ? sizeof(short) : 1)];
        for (int i = 0; i < samples.Length; i++)
        {
            switch (_coding)
            {
                case AudioCoding.MuLaw:
                    bytes[i] = MuLawEncoder.LinearToMuLawSample(samples[i]);
                    break;
                case AudioCoding.ALaw:
                    bytes[i] = ALawEncoder.LinearToALawSample(samples[i]);
                    break;
                default:
                    BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(i * sizeof(short)), samples[i]);
                    break;
            }
        }

        return bytes;
    }
}
