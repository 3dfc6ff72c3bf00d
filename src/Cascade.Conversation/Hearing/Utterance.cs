namespace Cascade.Dialogue;

/// <summary>The speech of the user since a turn began: audio, and the texts of its parts. Positions are samples of the input.</summary>
internal sealed class Utterance
{
    private const int FrameSamples = 512;

    private readonly List<ReadOnlyMemory<byte>> _frames = [];
    private readonly List<string> _parts = [];
    private string _text = "";

    /// <summary>Begins with the frames before the onset.</summary>
    public Utterance(long onset, IEnumerable<ReadOnlyMemory<byte>> preRoll)
    {
        Onset = onset;
        SpeechEnd = onset;
        PartOnset = onset;
        _frames.AddRange(preRoll);
    }

    /// <summary>Gets where speech began.</summary>
    public long Onset { get; }

    /// <summary>Gets where the part began that is not recognised for good.</summary>
    public long PartOnset { get; private set; }

    /// <summary>Gets where the last speech ended.</summary>
    public long SpeechEnd { get; set; }

    /// <summary>Gets where speech began last; it is open or has ended at <see cref="SpeechEnd"/>.</summary>
    public long LastOnset { get; set; }

    /// <summary>Gets whether the detector hears speech now.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Gets whether the speech was longer than a burst.</summary>
    public bool IsConfirmed { get; set; }

    /// <summary>Gets whether the speech that is open now was longer than a burst.</summary>
    public bool IsOpenConfirmed { get; set; }

    /// <summary>Gets whether the reply's echo was in it, so that its length says little.</summary>
    public bool IsEchoSuspected { get; set; }

    /// <summary>Gets whether nothing of it is to be kept.</summary>
    public bool IsDropped { get; init; }

    /// <summary>Gets whether only a command ends it.</summary>
    public bool IsManual { get; set; }

    /// <summary>Gets whether a command has ended it, so that no silence is waited for.</summary>
    public bool IsCommitted { get; set; }

    /// <summary>Gets whether its endpoint has passed.</summary>
    public bool IsEnded { get; set; }

    /// <summary>Gets the samples of speech in it, the pauses apart.</summary>
    public long SpokenSamples { get; set; }

    /// <summary>Gets how often it was recognised before its end.</summary>
    public int EarlyTries { get; set; }

    /// <summary>Gets whether <see cref="Text"/> has all of the speech.</summary>
    public bool IsRecognised { get; private set; }

    /// <summary>Gets the probability that the turn is over, once it was judged.</summary>
    public float? Ended { get; set; }

    /// <summary>Gets the silence that was heard or, when no audio arrives, assumed.</summary>
    public long Silence { get; set; }

    /// <summary>Gets the frames in the part that is not recognised for good.</summary>
    public int Frames => _frames.Count;

    /// <summary>Gets the samples of audio in the part that is not recognised for good.</summary>
    public long AudioSamples => (long)_frames.Count * FrameSamples;

    /// <summary>Gets the whole text so far.</summary>
    public string Text => string.Join(' ', _parts.Append(_text).Where(part => part.Length > 0));

    public void Add(ReadOnlyMemory<byte> frame) => _frames.Add(frame);

    /// <summary>Forgets the oldest frame.</summary>
    public void DropOldest() => _frames.RemoveAt(0);

    /// <summary>Takes in the text of the part that is open.</summary>
    public void Recognised(string text)
    {
        _text = text.Trim();
        IsRecognised = true;
    }

    /// <summary>Speech goes on: the text lacks what follows.</summary>
    public void Reopen()
    {
        IsRecognised = false;
        Ended = null;
    }

    /// <summary>Keeps the text for good and begins another part, of whose audio the last frames are a part.</summary>
    public void BeginPart(long onset, int keptFrames)
    {
        if (_text.Length > 0)
        {
            _parts.Add(_text);
        }

        _text = "";
        _frames.RemoveRange(0, Math.Max(0, _frames.Count - keptFrames));
        PartOnset = onset;
        Reopen();
    }

    /// <summary>Copies the audio of the open part as a WAV file, 16 kHz mono PCM16, its long silence at the end left out.</summary>
    public byte[] ToWav(long endSilenceSamples)
    {
        int frames = (int)Math.Max(1, _frames.Count - Math.Max(0, (endSilenceSamples / FrameSamples) - 6)); // 200 ms stay
        frames = Math.Min(frames, _frames.Count);
        int bytes = _frames.Take(frames).Sum(frame => frame.Length);
        byte[] wav = new byte[WavFile.HeaderBytes + bytes];
        WavFile.CreateHeader(bytes, AudioFormat.Pcm16Mono16k).CopyTo(wav, 0);
        int at = WavFile.HeaderBytes;
        foreach (ReadOnlyMemory<byte> frame in _frames.Take(frames))
        {
            frame.CopyTo(wav.AsMemory(at));
            at += frame.Length;
        }

        return wav;
    }
}
