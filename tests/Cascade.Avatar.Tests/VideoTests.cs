using System.Globalization;
using Cascade.Avatar.Tests.Support;

namespace Cascade.Avatar.Tests;

public sealed class VideoTests
{
    private static readonly AvatarOptions File = new() { IsLive = false, EncoderTimeout = TimeSpan.FromMinutes(2) };

    [Test]
    public async Task Speech_BecomesH264WithAacInItsTime()
    {
        byte[] audio = Sound.Bursts(3.3, (0.5, 2.5));
        await using AvatarStream stream = Stage.Whole.Open(File);
        await stream.WriteAsync(audio);
        Task completed = stream.CompleteAsync();
        using Film video = await Film.ReadAsync(stream);
        await completed;
        using (Assert.EnterMultipleScope())
        {
            System.Text.Json.JsonElement picture = video.Probe("video");
            Assert.That(picture.GetProperty("codec_name").GetString(), Is.EqualTo("h264"));
            Assert.That(picture.GetProperty("profile").GetString(), Is.EqualTo("Constrained Baseline"));
            Assert.That(picture.GetProperty("level").GetInt32(), Is.EqualTo(30));
            Assert.That(picture.GetProperty("avg_frame_rate").GetString(), Is.EqualTo("25/1"));
            Assert.That(picture.GetProperty("r_frame_rate").GetString(), Is.EqualTo("25/1"));
            Assert.That(Seconds(picture), Is.EqualTo(3.3).Within(0.04), "a frame");
            Assert.That(video.Probe("audio").GetProperty("codec_name").GetString(), Is.EqualTo("aac"));
            Assert.That(Seconds(video.Probe("audio")), Is.EqualTo(3.3).Within(0.08));
            Assert.That(video.KilobitsPerSecond, Is.LessThanOrEqualTo(400));
            TestContext.Out.WriteLine($"{video.KilobitsPerSecond:0} kbit/s");
        }
    }

    [Test]
    public async Task Mouth_OpensWithTheVoiceAndClosesInSilence()
    {
        await using AvatarStream stream = Stage.Whole.Open(File);
        await stream.WriteAsync(Sound.Bursts(4, (1, 2), (3, 3.5)));
        Task completed = stream.CompleteAsync();
        using Film video = await Film.ReadAsync(stream);
        await completed;
        bool[] open = Stage.Whole.OpenMouths(video);
        (double From, double To)[] heard = [.. Sound.Find(video.DecodeAudio())];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(heard, Has.Length.EqualTo(2));
            foreach ((double from, double to) in heard)
            {
                // The network hears 200 ms at once, from the frame on: a mouth opens up to 5 frames early, and closes as early.
                int first = Array.IndexOf(open, true, (int)(from * 25) - 6);
                int last = Array.LastIndexOf(open, true, (int)(to * 25));
                TestContext.Out.WriteLine($"heard {from:0.000} to {to:0.000}, open from {first / 25.0:0.00} to {(last + 1) / 25.0:0.00}");
                Assert.That(from - (first / 25.0), Is.InRange(0, 0.2));
                Assert.That(to - ((last + 1) / 25.0), Is.InRange(0, 0.2));
                Assert.That(open[first..(last + 1)], Is.All.True);
            }

            Assert.That(open.Count(isOpen => isOpen), Is.InRange(30, 45));
            Assert.That(stream.Stats.Still, Is.GreaterThan(40), "frames in silence are not computed");
            Assert.That(stream.Stats.Frames, Is.EqualTo(100));
        }
    }

    // The mouth opens when the network's 200 ms have enough of the burst in them, which is at the same time before each burst. So the later burst tells how far audio and video have moved apart.
    [Test]
    public async Task AudioAndVideo_AreTogetherAfterTenMinutes()
    {
        await using AvatarStream stream = Stage.Quick.Open(File);
        Task<Film> reading = Film.ReadAsync(stream);
        await stream.WriteAsync(Sound.Bursts(605, (2, 2.4), (602, 602.4)));
        await stream.CompleteAsync();
        using Film film = await reading;
        (double From, double To)[] heard = [.. Sound.Find(film.DecodeAudio())];
        bool[] open = Stage.Quick.OpenMouths(film);
        double early = heard[0].From - (Array.IndexOf(open, true) / 25.0);
        double late = heard[1].From - (Array.IndexOf(open, true, 600 * 25) / 25.0);
        TestContext.Out.WriteLine($"heard at {heard[0].From:0.0000} and {heard[1].From:0.0000}; the mouth is {early * 1000:0.0} ms early at first, {late * 1000:0.0} ms after ten minutes");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(heard, Has.Length.EqualTo(2));
            Assert.That(heard.Select(part => part.From), Is.EqualTo(new double[] { 2, 602 }).Within(0.005), "the voice");
            Assert.That(early, Is.InRange(0, 0.2), "as far as the network hears ahead");
            Assert.That(late, Is.EqualTo(early).Within(0.04));
            Assert.That(Seconds(film.Probe("video")), Is.EqualTo(605).Within(0.04));
            Assert.That(stream.Stats.Dropped, Is.Zero);
        }
    }

    // A rate that has no whole milliseconds of samples, in two channels.
    [Test]
    public async Task AudioOfAnotherFormat_IsSpoken()
    {
        float[] samples = [.. Enumerable.Range(0, 44_100).Select(i => 0.5f * MathF.Sin(i * 0.2f))];
        byte[] stereo = [.. samples.SelectMany(sample => BitConverter.GetBytes(sample).Concat(BitConverter.GetBytes(sample)))];
        await using AvatarStream stream = Stage.Quick.Open(File with { InputFormat = new AudioFormat(22_050, 2, SampleEncoding.Float32) });
        foreach (byte[] piece in stereo.Chunk(1_003))
        {
            await stream.WriteAsync(piece);
        }

        await stream.CompleteAsync();
        using Film film = await Film.ReadAsync(stream);
        (double from, double to) = Sound.Find(film.DecodeAudio()).Single();
        Assert.That(new[] { from, to }, Is.EqualTo(new double[] { 0, 2 }).Within(0.01));
        Assert.That(stream.Stats.Drawn, Is.EqualTo(50));
    }

    private static double Seconds(System.Text.Json.JsonElement stream) => double.Parse(stream.GetProperty("duration").GetString()!, CultureInfo.InvariantCulture);
}
