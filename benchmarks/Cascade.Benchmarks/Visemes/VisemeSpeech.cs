using Microsoft.Extensions.AI;

namespace Cascade.Benchmarks.Visemes;

/// <summary>A spoken sentence with the shapes that its voice's phonemes give.</summary>
/// <param name="Samples">16 kHz.</param>
/// <param name="Truth">The shapes by phonemes.</param>
internal sealed record VisemeSpeech(float[] Samples, IReadOnlyList<Viseme> Truth)
{
    /// <summary>The voices of flite that are made from four different people.</summary>
    public static readonly string[] Voices = ["slt", "rms", "awb", "kal16"];

    /// <summary>Speaks sentences, at several speeds and volumes: what is learned must not depend on either.</summary>
    public static async Task<VisemeSpeech[]> SpeakAsync(string voice, IReadOnlyList<string> sentences)
    {
        await using SystemTextToSpeechClient client = new(new SystemVoiceOptions { Engine = SystemVoice.Flite, Voice = voice });
        List<VisemeSpeech> spoken = [];
        for (int i = 0; i < sentences.Count; i++)
        {
            float volume = 0.25f * (1 + (i % 4));
            TextToSpeechOptions options = new() { AudioFormat = "pcm", Speed = 0.85f + (0.1f * (i % 4)) };
            TextToSpeechResponse response = await client.GetAudioAsync(sentences[i], options);
            float[] samples = AudioConverter.Convert(response.Contents.OfType<DataContent>().Single().Data.Span, AudioFormat.Pcm16Mono16k);
            Array.ForEach(Enumerable.Range(0, samples.Length).ToArray(), at => samples[at] *= volume);
            IReadOnlyList<SpeechWord> phonemes = (IReadOnlyList<SpeechWord>)response.AdditionalProperties![SystemTextToSpeechClient.PhonemesProperty]!;
            spoken.Add(new VisemeSpeech(samples, Viseme.FromPhonemes(phonemes)));
        }

        return [.. spoken];
    }

    /// <summary>Gets the shape at each column of the mel spectrogram.</summary>
    public static Viseme[] AtColumns(IReadOnlyList<Viseme> visemes, int columns)
    {
        Viseme[] at = new Viseme[columns];
        int next = 0;
        Viseme now = new(VisemeShape.Sil, TimeSpan.Zero, 1);
        for (int column = 0; column < columns; column++)
        {
            while (next < visemes.Count && visemes[next].Start <= SampleClock.ToTime(column * LipSyncMel.HopSamples))
            {
                now = visemes[next++];
            }

            at[column] = now;
        }

        return at;
    }
}
