using Cascade.Avatar.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Cascade.Avatar.Tests;

public sealed class LiveTests
{
    private static readonly AvatarOptions Live = new() { EncoderTimeout = TimeSpan.FromMinutes(2) };

    [Test]
    public async Task Interruption_StopsVoiceAndMouthWithin150Milliseconds()
    {
        await using AvatarStream stream = Stage.Quick.Open(Live with { MaximumDelay = TimeSpan.FromMinutes(2) }); // a busy machine would drop more frames than it draws
        Task<Film> reading = Film.ReadAsync(stream);
        await stream.WriteAsync(Sound.Bursts(20, (0, 20)));
        await stream.UntilAsync(() => stream.Stats.Drawn >= 25);
        double before = stream.Position.TotalSeconds;
        stream.Interrupt();
        double interrupted = stream.Position.TotalSeconds; // a busy machine may make frames before this line
        long drawn = stream.Stats.Drawn;
        await stream.UntilAsync(() => stream.Position.TotalSeconds >= interrupted + 1);
        await stream.CompleteAsync();
        using Film film = await reading;
        double silent = Sound.Find(film.DecodeAudio()).Single().To;
        double closed = (Array.LastIndexOf(Stage.Quick.OpenMouths(film), true) + 1) / 25.0;
        TestContext.Out.WriteLine($"interrupted at {interrupted:0.00}, silent from {silent:0.000}, closed from {closed:0.00}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(silent, Is.InRange(before - 0.04, interrupted + 0.15));
            Assert.That(closed, Is.InRange(before - 0.04, interrupted + 0.15));
            Assert.That(stream.Stats.Drawn - drawn, Is.LessThanOrEqualTo(2));
            Assert.That(stream.Waiting, Is.EqualTo(TimeSpan.Zero));
        }
    }

    [Test]
    public async Task Silence_GoesOnBetweenReplies()
    {
        await using AvatarStream stream = Stage.Quick.Open(Live);
        Task<Film> reading = Film.ReadAsync(stream);
        await stream.UntilAsync(() => stream.Stats.Still >= 10);
        await stream.WriteAsync(Sound.Bursts(0.4, (0, 0.4)));
        stream.EndReply();
        await stream.UntilAsync(() => stream.ReplyStart is { } start && stream.Position.TotalSeconds >= start.TotalSeconds + 0.4); // Waiting leaves out a frame that is being drawn
        long between = stream.Stats.Frames;
        await stream.UntilAsync(() => stream.Stats.Frames >= between + 10);
        await stream.WriteAsync(Sound.Bursts(0.4, (0, 0.4)));
        await stream.CompleteAsync();
        using Film film = await reading;
        List<(double From, double To)> heard = Sound.Find(film.DecodeAudio());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(heard, Has.Count.EqualTo(2));
            Assert.That(heard[0].From, Is.GreaterThan(0.35));
            Assert.That(heard[1].From - heard[0].To, Is.GreaterThan(0.35));
            Assert.That(heard[1].From, Is.EqualTo(stream.ReplyStart!.Value.TotalSeconds).Within(0.005), "where the reply began");
            Assert.That(heard.Select(part => part.To - part.From), Is.All.EqualTo(0.4).Within(0.02));
            Assert.That(film.Probe("video").GetProperty("avg_frame_rate").GetString(), Is.EqualTo("25/1"));
        }
    }

    // A clock that moves 60 ms whenever it is looked at: no frame can be on time.
    [Test]
    public async Task LateFrames_AreDroppedAndAudioStays()
    {
        FakeTimeProvider hasty = new() { AutoAdvanceAmount = TimeSpan.FromMilliseconds(60) };
        await using AvatarStream stream = Stage.Quick.Open(Live with { TimeProvider = hasty, EncoderTimeout = TimeSpan.FromDays(1) });
        Task<Film> reading = Film.ReadAsync(stream); // from the beginning: frames that nobody reads would soon be too many
        await stream.WriteAsync(Sound.Bursts(4, (0.5, 1.5), (2, 3.5)));
        await stream.CompleteAsync();
        using Film film = await reading;
        (double From, double To)[] heard = [.. Sound.Find(film.DecodeAudio())];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(heard.Select(part => part.To - part.From), Is.EqualTo(new[] { 1, 1.5 }).Within(0.02), "all of the audio");
            Assert.That(heard[1].From - heard[0].To, Is.EqualTo(0.5).Within(0.02));
            Assert.That(stream.Stats.Dropped, Is.GreaterThan(50));
            Assert.That(stream.Stats.Frames, Is.GreaterThanOrEqualTo(100));
            Assert.That(film.DecodeSpot(64, 64, 2), Has.Length.EqualTo(stream.Stats.Frames), "a picture for each");
        }
    }

    [Test]
    public async Task StreamTooMany_IsRefusedUntilOneCloses()
    {
        AvatarOptions one = Live with { MaximumStreams = 1 };
        AvatarStream first = Stage.Quick.Open(one);
        AvatarException fault = Assert.Throws<AvatarException>(() => _ = Stage.Quick.Open(one))!;
        await first.DisposeAsync();
        await first.DisposeAsync();
        await using AvatarStream next = Stage.Quick.Open(one);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(fault.Reason, Is.EqualTo(AvatarFailure.Busy));
            Assert.That(fault.Message, Does.Contain("expected fewer than 1 open streams").And.Contain("found 1"));
            Assert.That(new AvatarOptions().MaximumStreams, Is.EqualTo(Environment.ProcessorCount));
        }
    }
}
