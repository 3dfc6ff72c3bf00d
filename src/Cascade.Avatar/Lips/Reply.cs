using Cascade.Audio.Pcm;

namespace Cascade.Avatar.Lips;

/// <summary>
/// The audio of a reply: at its own rate for the ear, and as mel columns for the lips. Gives a frame once the columns that its lips need are here; they reach 215 milliseconds ahead of it.
/// </summary>
internal sealed class Reply
{
    private const int SamplesAtOnce = 4_096;

    /// <summary>The level of the loudest band below which a mouth has no reason to move: 50 dB below a tone of half the full scale, which gives 1.65. Silence is -4.</summary>
    private const float QuietLevel = -2.5f;

    private readonly AudioConverter _forEars;
    private readonly AudioConverter _forLips;
    private readonly SampleQueue<float> _samples = new();
    private readonly LipSyncChunks _mel = new();
    private readonly int _frameSamples;
    private readonly float[] _frame;
    private readonly float[] _chunk = new float[LipSyncSignature.MelValues];

    public Reply(AudioFormat format)
    {
        _forEars = new AudioConverter(format, format.SampleRateHz);
        _forLips = new AudioConverter(format);
        _frameSamples = format.SampleRateHz / Video.AvatarClock.FramesPerSecond;
        _frame = new float[_frameSamples];
        _chunk.AsSpan().Fill(LipSyncMel.Silence);
    }

    public bool HasEnded { get; private set; }

    /// <summary>Whether a frame has been taken.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Gets how many samples wait, at the input's rate.</summary>
    public int Waiting => _samples.Count;

    /// <summary>Whether all has been taken.</summary>
    public bool IsOver => HasEnded && _samples.Count == 0;

    public void Write(ReadOnlySpan<byte> audio)
    {
        for (ReadOnlySpan<byte> rest = audio; !rest.IsEmpty;)
        {
            Span<float> room = _samples.Room(SamplesAtOnce);
            _samples.Append(_forEars.Convert(rest, room, out int used));
            rest = rest[used..];
        }

        Span<float> samples = stackalloc float[512];
        ReadOnlySpan<byte> input = audio;
        int converted;
        do
        {
            converted = _forLips.Convert(input, samples, out int used);
            input = input[used..];
            _mel.Push(samples[..converted]);
        }
        while (converted == samples.Length || !input.IsEmpty);
    }

    /// <summary>Nothing follows: the rest is as long as whole frames by silence.</summary>
    public void End()
    {
        if (!HasEnded)
        {
            HasEnded = true;
            Span<float> samples = stackalloc float[512];
            int converted;
            do
            {
                converted = _forLips.Flush(samples);
                _mel.Push(samples[..converted]);
            }
            while (converted == samples.Length);
            _mel.Complete();
            int missing = (_frameSamples - (_samples.Count % _frameSamples)) % _frameSamples;
            _samples.Room(missing)[..missing].Clear();
            _samples.Append(missing);
        }
    }

    /// <summary>Takes the next frame's audio and columns.</summary>
    /// <param name="audio">Receives the samples, PCM16.</param>
    /// <param name="mel">Receives 80 bands of 16 columns.</param>
    /// <param name="isLoud">Receives whether the mouth has a reason to move.</param>
    /// <returns>False where the audio or its columns are not here yet, or all has been taken.</returns>
    public bool TryTake(Span<byte> audio, Span<float> mel, out bool isLoud)
    {
        isLoud = false;
        if (_samples.Count < _frameSamples || (!_mel.TryRead(_chunk) && !HasEnded))
        {
            return false;
        }

        // The last frames have no columns of their own. They keep those of the frame before: source: Wav2Lip's inference.
        _samples.Take(_frame);
        Pcm16.Encode(_frame, audio);
        _chunk.CopyTo(mel);
        HasBegun = true;
        isLoud = mel.ContainsAnyExceptInRange(float.MinValue, QuietLevel);
        return true;
    }
}
