using NLayer;

namespace Cascade.Codecs.Mp3;

/// <summary>
/// Decodes MPEG audio by NLayer's frame decoder. Its file reader is not used: mutated files make it allocate 512 MB, and it does not leave out the encoder's and decoder's delay of 1,105 samples.
/// A frame that can't be decoded is silence, so that the time after it stays right.
/// </summary>
internal sealed class Mp3Decoder : DecodedSamples
{
    private const int WrongRateHz = 8_000;

    private readonly Mp3FrameReader _frames;
    private readonly MpegFrameDecoder _decoder = new();
    private readonly Mp3Frame _frame = new();
    private readonly Mp3Gapless? _gapless;
    private readonly long _end = long.MaxValue;
    private long _decoded;
    private int _toSkip;
    private int _damagedFrames;
    private bool _isPending;

    public Mp3Decoder(Stream stream)
    {
        _frames = new Mp3FrameReader(stream);
        if (!_frames.Next())
        {
            throw new InvalidDataException("no frame of MPEG audio was found (the free format is not read).");
        }

        Mp3Header header = _frames.Header;
        if (header.SampleRateHz == WrongRateHz)
        {
            throw new InvalidDataException($"MPEG audio at {WrongRateHz} Hz is decoded wrongly without the ffmpeg program. Install ffmpeg, or convert the audio to WAV.");
        }

        Format = FormatOf(header.SampleRateHz, header.Channels);
        _gapless = Mp3Gapless.TryParse(header, _frames.Frame.Span);
        _isPending = _gapless is null;
        if (_gapless is { Delay: { } delay })
        {
            _toSkip = delay + Mp3Gapless.DecoderDelay;
            _end = _gapless.Frames * header.SampleCount - Math.Max(0, _gapless.Padding - Mp3Gapless.DecoderDelay) ?? long.MaxValue;
        }
    }

    public override AudioFormat Format { get; }

    public override string? Damage =>
        _damagedFrames > 0 ? $"{_damagedFrames} frames of the MPEG audio could not be decoded and are silence."
        : _frames.IsCutOff ? "The file is cut off: its last frame is not whole."
        : _gapless?.Frames > _decoded / _frames.Header.SampleCount ? $"The file is cut off: expected {_gapless.Frames} frames, found {_decoded / _frames.Header.SampleCount}."
        : null;

    protected override int Decode(ref float[] samples)
    {
        if (!_isPending && !_frames.Next())
        {
            return -1;
        }

        _isPending = false;
        int channels = Format.Channels;
        int length = _frames.Header.SampleCount;
        if (samples.Length < length * channels)
        {
            samples = new float[length * channels];
        }

        DecodeFrame(samples.AsSpan(0, length * channels));
        _decoded += length;
        int kept = (int)Math.Clamp(length - (_decoded - _end), 0, length);
        int skipped = Math.Min(_toSkip, kept);
        _toSkip -= skipped;
        return Drop(samples, kept * channels, skipped * channels);
    }

    private void DecodeFrame(Span<float> samples)
    {
        _frame.Set(_frames.Header, _frames.Frame);
        try
        {
            int count = _decoder.DecodeFrame(_frame, samples);
            samples[count..].Clear();
        }
        catch (Exception fault) when (IsFaultOfTheBytes(fault))
        {
            _damagedFrames++;
            _decoder.Reset();
            samples.Clear();
        }
    }
}
