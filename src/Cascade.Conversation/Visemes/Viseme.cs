using Cascade.Visemes;

namespace Cascade;

/// <summary>A shape of the mouth that begins at a time and lasts until the next one.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="Start">The time in the audio.</param>
/// <param name="Weight">How far the mouth goes to the shape, from 0 (at rest) to 1.</param>
public readonly record struct Viseme(VisemeShape Shape, TimeSpan Start, float Weight)
{
    /// <summary>Gets how far the lips are apart, from 0 (closed) to 1 (as in "car"): for mouths that open and close and do no more.</summary>
    public float Openness => MouthOpening.Of(Shape) * Weight;

    /// <summary>
    /// Gets the shapes of phonemes whose times are known. Each phoneme gives one shape, a diphthong two. Gaps between phonemes close the mouth, and so does the end.
    /// </summary>
    /// <param name="phonemes">
    /// In the order of time. Known are the names of the International Phonetic Alphabet, and those of ARPAbet, as flite and festival use them.
    /// Case and marks of stress do not count. A name that is not known opens the mouth a little.
    /// </param>
    /// <returns>The shapes, in the order of their starts; each differs from the one before.</returns>
    /// <exception cref="ArgumentNullException">There is no list.</exception>
    public static IReadOnlyList<Viseme> FromPhonemes(IEnumerable<SpeechWord> phonemes)
    {
        ArgumentNullException.ThrowIfNull(phonemes);
        List<Viseme> visemes = [];
        TimeSpan end = TimeSpan.Zero;
        foreach (SpeechWord phoneme in phonemes)
        {
            if (visemes.Count > 0 && phoneme.Start > end)
            {
                Add(VisemeShape.Sil, end, 1);
            }

            PhonemeShape shape = PhonemeShapes.Of(phoneme.Text);
            Add(shape.Shape, phoneme.Start, shape.Weight);
            if (shape.Glide is { } glide)
            {
                Add(glide, phoneme.Start + ((phoneme.End - phoneme.Start) * PhonemeShapes.GlideAt), shape.Weight);
            }

            end = phoneme.End;
        }

        if (visemes.Count > 0)
        {
            Add(VisemeShape.Sil, end, 1);
        }

        return visemes;

        void Add(VisemeShape shape, TimeSpan start, float weight)
        {
            if (visemes.Count == 0 || visemes[^1].Shape != shape || visemes[^1].Weight != weight)
            {
                visemes.Add(new Viseme(shape, start, weight));
            }
        }
    }
}
