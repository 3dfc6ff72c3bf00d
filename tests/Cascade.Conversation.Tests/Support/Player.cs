namespace Cascade.Dialogue.Tests;

/// <summary>A loudspeaker: plays what it is handed, sample by sample, pauses, goes on and stops as it is told.</summary>
internal sealed class Player
{
    private readonly List<byte> _audio = [];
    private bool _isPaused;
    private bool _isStopped;

    public long Turn { get; private set; }

    /// <summary>Gets the samples of the turn that were played.</summary>
    public int Played { get; private set; }

    public TimeSpan Position => TimeSpan.FromSeconds((double)Played / FakeVoice.RateHz);

    public bool IsPlaying => !_isPaused && !_isStopped && 2 * Played < _audio.Count;

    public int Received => _audio.Count / 2;

    public void Take(ConversationEvent e)
    {
        switch (e)
        {
            case ReplyAudio audio:
                if (audio.Turn != Turn)
                {
                    Assert.That(audio.Turn, Is.GreaterThan(Turn), "audio of an older turn");
                    Turn = audio.Turn;
                    _audio.Clear();
                    Played = 0;
                    _isPaused = false;
                    _isStopped = false;
                }

                Assert.That(_isStopped, Is.False, "audio after ReplyStopped");
                Assert.That(audio.Position, Is.EqualTo(TimeSpan.FromSeconds((double)Received / FakeVoice.RateHz)), "a gap in the audio");
                _audio.AddRange(audio.Audio.Span);
                break;
            case ReplyPaused:
                _isPaused = true;
                break;
            case ReplyResumed:
                _isPaused = false;
                break;
            case ReplyStopped:
                _isStopped = true;
                break;
        }
    }

    /// <summary>Plays for a while.</summary>
    /// <returns>What is heard, with silence where nothing is played.</returns>
    public byte[] Play(int samples)
    {
        byte[] heard = new byte[2 * samples];
        if (IsPlaying)
        {
            int count = Math.Min(samples, Received - Played);
            _audio.CopyTo(2 * Played, heard, 0, 2 * count);
            Played += count;
        }

        return heard;
    }
}
