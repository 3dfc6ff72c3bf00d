namespace Cascade.Tests.Trust;

/// <summary>Legal options of a stream by a number.</summary>
internal static class StreamOptions
{
    /// <summary>The same for the same number. Frames and segments are always among the results, because they are what the books are about.</summary>
    public static StreamProcessorOptions Of(int number)
    {
        Random random = new(number);
        TimeSpan pad = TimeSpan.FromMilliseconds(random.Next(3) * random.Next(200));
        double threshold = 0.1 + (0.4 * random.NextDouble());
        return new StreamProcessorOptions
        {
            Speech = new SpeechSettings
            {
                Threshold = threshold,
                ExitThreshold = random.Next(2) == 0 ? null : threshold * random.NextDouble(),
                MinimumSilence = TimeSpan.FromMilliseconds(random.Next(3) * random.Next(100)),
                SpeechPad = pad,
                MinimumSpeech = TimeSpan.FromMilliseconds(random.Next(3) * random.Next(150)),
                MaximumSpeech = (2 * pad) + TimeSpan.FromMilliseconds(random.Next(64, 3_000)),
                MinimumSilenceAtMaximumSpeech = TimeSpan.FromMilliseconds(random.Next(150)),
                MaximumSpeechCut = (MaximumSpeechCut)random.Next(2),
                Results = ResultKinds.Default | (ResultKinds)random.Next((int)ResultKinds.All + 1),
            },
        };
    }
}
