using Cascade.Avatar.Lips;
using Cascade.Avatar.Video;

namespace Cascade;

/// <summary>
/// Makes frames of audio: pictures whose lips move with it, each with its 40 milliseconds of audio. Has no clock and no thread; <see cref="AvatarStream"/> adds both, and makes a video. One thread may write while
/// another one reads.
/// </summary>
public sealed class AvatarRenderer
{
    private readonly AvatarFace _face;
    private readonly LipSyncNetwork _network;
    private readonly AudioFormat _format;
    private readonly FaceBlend _blend;
    private readonly ReadOnlyMemory<byte> _silence;
    private readonly object _lock = new();
    private readonly Queue<Reply> _replies = new();
    private readonly Queue<AvatarFrame> _computed = new();
    private float[] _mel = [];
    private float[] _faces = [];
    private ReadOnlyMemory<byte> _last;
    private int _generation;

    /// <summary>Creates a renderer.</summary>
    /// <param name="face">The picture.</param>
    /// <param name="network">The network that moves its lips. The renderer does not dispose it.</param>
    /// <param name="format">The format of the audio; its rate must be a multiple of 25 Hz.</param>
    /// <exception cref="ArgumentException">The rate is no multiple of 25 Hz.</exception>
    public AvatarRenderer(AvatarFace face, LipSyncNetwork network, AudioFormat format)
    {
        ArgumentNullException.ThrowIfNull(face);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(format);
        CheckFormat(format);
        _face = face;
        _network = network;
        _format = format;
        _blend = new FaceBlend(face.Face);
        _silence = new byte[FrameBytes];
        _last = face.Picture.Pixels;
    }

    /// <summary>Gets how much audio has been written and is in no frame yet.</summary>
    public TimeSpan Waiting
    {
        get
        {
            lock (_lock)
            {
                long samples = _replies.Sum(reply => (long)reply.Waiting);
                return TimeSpan.FromSeconds((double)samples / _format.SampleRateHz) + AvatarClock.ToTime(_computed.Count);
            }
        }
    }

    /// <summary>Gets how many frames the network computes together at most.</summary>
    internal int MaximumAtOnce => _network.MaximumBatch;

    private int FrameBytes => _format.SampleRateHz / AvatarClock.FramesPerSecond * sizeof(short);

    /// <summary>Takes audio of the reply.</summary>
    /// <param name="audio">Bytes in the format; may begin and end anywhere.</param>
    public void Write(ReadOnlySpan<byte> audio)
    {
        lock (_lock)
        {
            if (_replies.Count == 0 || _replies.Last().HasEnded)
            {
                _replies.Enqueue(new Reply(_format));
            }

            _replies.Last().Write(audio);
        }
    }

    /// <summary>Says that the reply is complete: its last frames come without audio that follows. The next audio begins another reply.</summary>
    public void EndReply()
    {
        lock (_lock)
        {
            if (_replies.Count > 0)
            {
                _replies.Last().End();
            }
        }
    }

    /// <summary>Forgets all audio that is in no frame yet: the reply was interrupted.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _generation++;
            _replies.Clear();
            _computed.Clear();
        }
    }

    /// <summary>Gives the next frame of the reply.</summary>
    /// <param name="frame">Receives the frame.</param>
    /// <returns>False where there is none: nothing was written, or the audio that follows the frame is not here yet. A frame needs 215 milliseconds of it, or the end of the reply.</returns>
    /// <exception cref="AvatarException">The network failed.</exception>
    public bool TryRead([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out AvatarFrame? frame) => TryRead(MaximumAtOnce, isLate: false, out frame);

    /// <summary>Gives a frame of the picture as it is, with silence.</summary>
    public AvatarFrame ReadStill()
    {
        _last = _face.Picture.Pixels;
        return new AvatarFrame(AvatarFrameKind.Still, _last, _silence);
    }

    internal static void CheckFormat(AudioFormat format)
    {
        if (format.SampleRateHz % AvatarClock.FramesPerSecond != 0)
        {
            throw new ArgumentException($"Expected audio with a rate that is a multiple of {AvatarClock.FramesPerSecond} Hz, so that a frame has whole samples; found {format.SampleRateHz} Hz.", nameof(format));
        }
    }

    /// <summary>The same.</summary>
    /// <param name="atOnce">How many frames to compute together, where so many are ready.</param>
    /// <param name="isLate">Whether there is no time to draw.</param>
    /// <param name="frame">Receives the frame.</param>
    internal bool TryRead(int atOnce, bool isLate, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out AvatarFrame? frame)
    {
        List<WaitingFrame> taken = [];
        int generation;
        lock (_lock)
        {
            if (_computed.TryDequeue(out frame))
            {
                return true;
            }

            generation = _generation;
            while (taken.Count(waiting => waiting.IsLoud) < atOnce && taken.Count < 2 * atOnce && TryTake(out WaitingFrame? next))
            {
                taken.Add(next);
            }
        }

        List<AvatarFrame> frames = isLate ? [.. taken.Select(Skip)] : Draw(taken);
        lock (_lock)
        {
            if (generation == _generation) // otherwise an interruption came while the network ran
            {
                frames.ForEach(_computed.Enqueue);
            }

            if (!_computed.TryDequeue(out frame))
            {
                return false;
            }

            _last = frame.Picture;
            return true;
        }
    }

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out WaitingFrame? waiting)
    {
        waiting = null;
        while (_replies.TryPeek(out Reply? over) && over.IsOver)
        {
            _replies.Dequeue();
        }

        byte[] audio = new byte[FrameBytes];
        float[] mel = new float[LipSyncSignature.MelValues];
        if (_replies.TryPeek(out Reply? reply))
        {
            bool isFirst = !reply.HasBegun;
            waiting = reply.TryTake(audio, mel, out bool isLoud) ? new WaitingFrame(audio, mel, isLoud, isFirst) : null;
        }

        return waiting is not null;
    }

    private AvatarFrame Skip(WaitingFrame waiting) =>
        waiting.IsLoud ? waiting.Show(AvatarFrameKind.Dropped, _last) : waiting.Show(AvatarFrameKind.Still, _face.Picture.Pixels);

    private List<AvatarFrame> Draw(List<WaitingFrame> frames)
    {
        WaitingFrame[] loud = [.. frames.Where(frame => frame.IsLoud)];
        float[] lips = loud.Length == 0 ? [] : Run(loud);
        List<AvatarFrame> drawn = [];
        int index = 0;
        foreach (WaitingFrame frame in frames)
        {
            if (!frame.IsLoud)
            {
                drawn.Add(frame.Show(AvatarFrameKind.Still, _face.Picture.Pixels));
                continue;
            }

            byte[] picture = [.. _face.Picture.Pixels];
            _blend.Draw(lips.AsSpan(index++ * LipSyncSignature.LipValues, LipSyncSignature.LipValues), picture, _face.Width);
            drawn.Add(frame.Show(AvatarFrameKind.Drawn, picture));
        }

        return drawn;
    }

    private float[] Run(WaitingFrame[] frames)
    {
        if (_mel.Length < frames.Length * LipSyncSignature.MelValues)
        {
            _mel = new float[frames.Length * LipSyncSignature.MelValues];
            _faces = [.. Enumerable.Repeat(_face.Input, frames.Length).SelectMany(input => input)];
        }

        for (int i = 0; i < frames.Length; i++)
        {
            frames[i].Mel.CopyTo(_mel, i * LipSyncSignature.MelValues);
        }

        return _network.Run(_mel, _faces, frames.Length);
    }

    private sealed record WaitingFrame(byte[] Audio, float[] Mel, bool IsLoud, bool IsFirst)
    {
        public AvatarFrame Show(AvatarFrameKind kind, ReadOnlyMemory<byte> picture) => new(kind, picture, Audio) { StartsReply = IsFirst };
    }
}
