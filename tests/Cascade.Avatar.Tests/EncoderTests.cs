using System.Diagnostics;
using Cascade.Avatar.Tests.Support;

namespace Cascade.Avatar.Tests;

public sealed class EncoderTests
{
    private static readonly AvatarOptions One = new() { MaximumStreams = 1, EncoderTimeout = TimeSpan.FromMinutes(2) };

    [Test]
    public async Task Disposal_EndsFfmpeg()
    {
        AvatarStream stream = Stage.Quick.Open(One);
        Assert.That(Tool.Runs(stream.EncoderProcessId));
        await stream.DisposeAsync();
        Assert.That(Tool.Runs(stream.EncoderProcessId), Is.False);
        Assert.That(await stream.ReadAllAsync().CountAsync(), Is.GreaterThanOrEqualTo(0), "reading ends");
        await Assert.ThrowsAsync<ObjectDisposedException>(() => stream.WriteAsync(new byte[2]).AsTask());
    }

    [Test]
    public async Task Completion_EndsFfmpeg()
    {
        await using AvatarStream stream = Stage.Quick.Open(One with { IsLive = false });
        await stream.WriteAsync(Sound.Bursts(0.5, (0, 0.5)));
        await stream.CompleteAsync();
        Assert.That(Tool.Runs(stream.EncoderProcessId), Is.False);
        await Assert.ThrowsAsync<InvalidOperationException>(() => stream.WriteAsync(new byte[2]).AsTask());
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task KilledFfmpeg_FailsTheStreamAndFreesItsPlace(bool isLive)
    {
        await using AvatarStream stream = Stage.Quick.Open(One with { IsLive = isLive });
        await stream.WriteAsync(Sound.Bursts(1, (0, 1)));
        Task<int> reading = stream.ReadAllAsync().CountAsync().AsTask();
        await stream.UntilAsync(() => stream.Stats.Frames > 0);
        using (Process ffmpeg = Process.GetProcessById(stream.EncoderProcessId))
        {
            ffmpeg.Kill();
        }

        AvatarException fault = (await Assert.ThrowsAsync<AvatarException>(() => reading))!;
        Assert.That(fault.Reason, Is.EqualTo(AvatarFailure.EncoderFailed));
        Assert.That((await Assert.ThrowsAsync<AvatarException>(() => stream.WriteAsync(new byte[2]).AsTask()))!.Reason, Is.EqualTo(AvatarFailure.EncoderFailed));
        Assert.That((await Assert.ThrowsAsync<AvatarException>(() => stream.CompleteAsync()))!.Reason, Is.EqualTo(AvatarFailure.EncoderFailed));
        await using AvatarStream next = Stage.Quick.Open(One);
    }

    [Test]
    [Platform("Linux,MacOsX", Reason = "stops a process by a signal")]
    public async Task StuckFfmpeg_IsKilled()
    {
        await using AvatarStream stream = Stage.Whole.Open(One with { IsLive = false, EncoderTimeout = TimeSpan.FromMilliseconds(500) });
        Tool.Run("kill", "-STOP", $"{stream.EncoderProcessId}");
        await stream.WriteAsync(Sound.Bursts(4, (0, 4))); // more than the pipe holds
        AvatarException fault = (await Assert.ThrowsAsync<AvatarException>(() => stream.CompleteAsync()))!;
        Assert.That(fault.Message, Does.Contain("it did nothing for 0.5 seconds"));
        Assert.That(Tool.Runs(stream.EncoderProcessId), Is.False);
    }

    // A frame of 96 pixels fits into the pipe, so that only the end is waited for.
    [Test]
    [Platform("Linux,MacOsX", Reason = "stops a process by a signal")]
    public async Task FfmpegThatDoesNotEnd_IsKilled()
    {
        AvatarFace face = AvatarFace.FromPicture(Pictures.Read("astronaut"), 96);
        await using AvatarStream stream = new(face, Stage.Quick.Network, One with { IsLive = false, EncoderTimeout = TimeSpan.FromMilliseconds(500) });
        Tool.Run("kill", "-STOP", $"{stream.EncoderProcessId}");
        AvatarException fault = (await Assert.ThrowsAsync<AvatarException>(() => stream.CompleteAsync()))!;
        Assert.That(fault.Message, Does.Contain("it did not end for 0.5 seconds"));
        Assert.That(Tool.Runs(stream.EncoderProcessId), Is.False);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task StreamWithoutAudio_IsAVideoOfAFrame(bool isLive)
    {
        await using AvatarStream stream = Stage.Quick.Open(One with { IsLive = isLive });
        Task completed = stream.CompleteAsync();
        using Film film = await Film.ReadAsync(stream);
        await completed;
        Assert.That(film.DecodeSpot(64, 64, 2), Has.Length.EqualTo(stream.Stats.Still));
    }

    [Test]
    public void MissingFfmpeg_IsNamedAndTakesNoPlace()
    {
        for (int i = 0; i < 2; i++)
        {
            AvatarException fault = Assert.Throws<AvatarException>(() => _ = Stage.Quick.Open(One with { FfmpegPath = "/nowhere/ffmpeg" }))!;
            Assert.That(fault.Reason, Is.EqualTo(AvatarFailure.NoEncoder));
            Assert.That(fault.Message, Does.Contain("no file at /nowhere/ffmpeg").And.Contain("apt-get install ffmpeg"));
        }
    }

    [Test]
    public void ProgramThatIsNone_IsRefused()
    {
        string text = Path.GetTempFileName();
        try
        {
            Assert.That(Assert.Throws<AvatarException>(() => _ = Stage.Quick.Open(One with { FfmpegPath = text }))!.Reason, Is.EqualTo(AvatarFailure.NoEncoder));
        }
        finally
        {
            File.Delete(text);
        }
    }

    [Test]
    [Platform("Linux,MacOsX", Reason = "the program is a shell script")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task FfmpegThatComplains_IsQuoted()
    {
        string script = Path.Combine(Path.GetTempPath(), $"cascade-{Guid.NewGuid():N}.sh");
        File.WriteAllText(script, "#!/bin/sh\necho 'Unknown encoder libx264' >&2\nexit 1\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        try
        {
            await using AvatarStream stream = Stage.Whole.Open(One with { FfmpegPath = script });
            Assert.That((await Assert.ThrowsAsync<AvatarException>(() => stream.ReadAllAsync().CountAsync().AsTask()))!.Found, Is.EqualTo("Unknown encoder libx264"));
        }
        finally
        {
            File.Delete(script);
        }
    }

    [Test]
    [Platform("Linux,MacOsX", Reason = "stops a process by a signal")]
    public async Task Backlog_MakesTheWriterWait()
    {
        await using AvatarStream stream = Stage.Whole.Open(One with { IsLive = false, MaximumBacklog = TimeSpan.FromSeconds(1), EncoderTimeout = TimeSpan.FromMinutes(5) });
        Tool.Run("kill", "-STOP", $"{stream.EncoderProcessId}");
        await stream.WriteAsync(Sound.Bursts(3));
        Task waiting = stream.WriteAsync(Sound.Bursts(0.1)).AsTask();
        using CancellationTokenSource canceled = new();
        await canceled.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => stream.WriteAsync(Sound.Bursts(1), canceled.Token).AsTask());
        Assert.That(waiting.IsCompleted, Is.False);
        Tool.Run("kill", "-CONT", $"{stream.EncoderProcessId}");
        await waiting;
        await stream.CompleteAsync();
        Assert.That(stream.Position.TotalSeconds, Is.EqualTo(3.12).Within(0.001));
    }

    private static IEnumerable<AvatarOptions> BadOptions =>
    [
        new() { MaximumStreams = 0 },
        new() { MaximumDelay = TimeSpan.FromTicks(-1) },
        new() { MaximumBacklog = TimeSpan.FromMilliseconds(999) },
        new() { EncoderTimeout = TimeSpan.Zero },
        new() { InputFormat = new AudioFormat(8_001) },
        new() { TimeProvider = null! },
    ];

    [TestCaseSource(nameof(BadOptions))]
    public void OptionOutOfRange_IsRefused(AvatarOptions options) => Assert.That(() => _ = Stage.Quick.Open(options), Throws.InstanceOf<ArgumentException>());
}
