using Cascade.Avatar.Tests.Support;
using SkiaSharp;

namespace Cascade.Avatar.Tests;

/// <summary>The face with a recording of people in place of noise. With CASCADE_PICTURES=FOLDER, writes the picture of docs/avatar.md there.</summary>
public sealed class SpeechTests
{
    [Test]
    public async Task Recording_MovesTheMouthWhereTheVoiceIs()
    {
        await using AudioFile recording = await AudioFile.OpenAsync(Path.Combine(AppContext.BaseDirectory, "conversation.wav"));
        byte[] speech = new byte[8 * SampleClock.SampleRateHz * sizeof(short)];
        await recording.Pcm.ReadExactlyAsync(speech);
        AvatarRenderer renderer = new(Stage.Whole.Face, Stage.Whole.Network, recording.Format);
        renderer.Write(speech);
        renderer.EndReply();
        List<AvatarFrame> frames = [];
        while (renderer.TryRead(out AvatarFrame? frame))
        {
            frames.Add(frame);
        }

        double[] loudness = [.. frames.Select(frame => Loudness(frame.Audio.Span))];
        int[] opening = [.. frames.Select(frame => Stage.Whole.DarkRows(frame.Picture.Span))];
        double loud = opening.Where((_, i) => loudness[i] > 1_000).Average();
        double quiet = opening.Where((_, i) => loudness.AsSpan(i, Math.Min(5, loudness.Length - i)).ToArray().Max() < 30).DefaultIfEmpty(0).Average();
        TestContext.Out.WriteLine($"rows of the mouth that are dark: {loud:0.0} in speech, {quiet:0.0} in silence; {frames.Count(frame => frame.Kind == AvatarFrameKind.Drawn)} of {frames.Count} frames drawn");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(frames, Has.Count.EqualTo(200));
            Assert.That(frames.SelectMany(frame => frame.Audio.ToArray()), Is.EqualTo(speech), "the audio as it is");
            Assert.That(frames.Count(frame => frame.StartsReply), Is.EqualTo(1));
            Assert.That(loud, Is.GreaterThan(3));
            Assert.That(quiet, Is.LessThan(1));
        }

        if (Environment.GetEnvironmentVariable("CASCADE_PICTURES") is { } folder)
        {
            Draw(frames, loudness, Path.Combine(folder, "avatar-speaking.png"));
        }
    }

    private static double Loudness(ReadOnlySpan<byte> pcm)
    {
        double sum = 0;
        foreach (short sample in System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(pcm))
        {
            sum += (double)sample * sample;
        }

        return Math.Sqrt(sum / (pcm.Length / 2));
    }

    // Eight frames of a second and a half in which the voice begins, with the loudness of their audio below.
    private static void Draw(List<AvatarFrame> frames, double[] loudness, string path)
    {
        const int Count = 8;
        const int Step = 5;
        const int Width = 150;
        const int Below = 40;
        int first = Math.Max(0, Array.FindIndex(loudness, value => value > 1_000) - (2 * Step));
        AvatarFace face = Stage.Whole.Face;
        using SKBitmap strip = new(Count * Width, Width + Below);
        using SKCanvas canvas = new(strip);
        canvas.Clear(SKColors.White);
        using SKPaint bar = new() { Color = new SKColor(0x30, 0x70, 0xC0) };
        for (int i = 0; i < Count; i++)
        {
            AvatarFrame frame = frames[first + (i * Step)];
            using SKImage picture = SKImage.FromPixelCopy(new SKImageInfo(face.Width, face.Height, SKColorType.Bgra8888, SKAlphaType.Opaque), frame.Picture.ToArray());
            SKRect part = SKRect.Create(Stage.Whole.MouthX - 75, Stage.Whole.MouthY - 105, 150, 150);
            canvas.DrawImage(picture, part, SKRect.Create(i * Width, 0, Width - 2, Width), new SKSamplingOptions(SKFilterMode.Linear));
            float height = (float)Math.Min(Below, Below * loudness[first + (i * Step)] / 6_000);
            canvas.DrawRect(i * Width, Width + Below - height, Width - 2, height, bar);
        }

        using FileStream file = File.Create(path);
        strip.Encode(file, SKEncodedImageFormat.Png, 100);
    }
}
