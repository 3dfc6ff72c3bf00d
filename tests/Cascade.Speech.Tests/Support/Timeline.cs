namespace Cascade.Speech.Tests.Support;

/// <summary>Audio with speech at known times, and a faint noise between.</summary>
internal sealed class Timeline
{
    private const int BytesPerMillisecond = 32;

    private readonly byte[] _pcm;

    public Timeline(TimeSpan length)
    {
        _pcm = new byte[(int)length.TotalMilliseconds * BytesPerMillisecond];
        Random noise = new(1);
        for (int i = 0; i < _pcm.Length; i += 2)
        {
            _pcm[i] = (byte)noise.Next(0, 3);
        }
    }

    public List<(TimeSpan Start, TimeSpan End, string Text)> Spoken { get; } = [];

    public TimeSpan Length => TimeSpan.FromMilliseconds(_pcm.Length / BytesPerMillisecond);

    /// <summary>Raw 16 kHz mono PCM16.</summary>
    public MemoryStream Open() => new(_pcm, writable: false);

    public void Say(string voice, string text, TimeSpan start)
    {
        byte[] speech = Shared.Spoken.Pcm(voice, text);
        speech.CopyTo(_pcm, (int)start.TotalMilliseconds * BytesPerMillisecond);
        Spoken.Add((start, start + TimeSpan.FromMilliseconds(speech.Length / BytesPerMillisecond), text));
    }

    /// <summary>Three sentences in ten seconds.</summary>
    public static Timeline Short()
    {
        Timeline timeline = new(TimeSpan.FromSeconds(12));
        for (int i = 0; i < 3; i++)
        {
            timeline.Say("slt", Sentences.All[i], TimeSpan.FromSeconds(1 + (4 * i)));
        }

        return timeline;
    }
}
