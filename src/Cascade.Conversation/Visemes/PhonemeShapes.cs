using System.Collections.Frozen;
using static Cascade.VisemeShape;

namespace Cascade.Visemes;

/// <summary>The shape for each phoneme, by its name in ARPAbet or in the International Phonetic Alphabet.</summary>
internal static class PhonemeShapes
{
    /// <summary>The share of a diphthong after which the second shape begins.</summary>
    public const double GlideAt = 0.6;

    private const float Reduced = 0.6f; // of a vowel without stress

    private static readonly PhonemeShape s_unknown = new(Nn, Reduced);

    private static readonly FrozenDictionary<string, PhonemeShape> s_shapes = Table(
        (new(Sil), "pau sil sp spn h# brth _ _:"),
        (new(Pp), "p b m em"),
        (new(Ff), "f v"),
        (new(Th), "th dh θ ð"),
        (new(Dd), "t d dx ɾ ʈ ɖ"),
        (new(Kk), "k g ɡ q x ɣ c ɟ"),
        (new(Ch), "ch jh sh zh ʃ ʒ tʃ dʒ ɕ ʂ"),
        (new(Ss), "s z ts dz"),
        (new(Nn), "n l en el ng ŋ ɲ ɫ nx"),
        (new(Rr), "r er axr ɹ ɻ ɚ ɝ ɜ ʁ ʀ"),
        (new(Aa), "aa ae a ɑ æ ɐ ɒ"),
        (new(Aa, 0.8f), "ah ʌ"),
        (new(E), "eh e ɛ œ"),
        (new(E, Reduced), "ax ax-h ə hh hv h ɦ ʔ"),
        (new(I), "ih iy ix y i ɪ j ɨ ᵻ"),
        (new(O), "ao ɔ o"),
        (new(U), "uh uw ux w u ʊ ʉ ɯ ʍ ø"),
        (new(E, 1, I), "ey eɪ"),
        (new(Aa, 1, I), "ay aɪ"),
        (new(Aa, 1, U), "aw aʊ"),
        (new(O, 1, U), "ow oʊ əʊ"),
        (new(O, 1, I), "oy ɔɪ"));

    /// <summary>Gets the shape of a name; marks of stress, length and tone do not count.</summary>
    public static PhonemeShape Of(string name)
    {
        string plain = name.Trim().ToLowerInvariant().TrimStart('ˈ', '\'', 'ˌ', ',').TrimEnd('0', '1', '2', ':', 'ː', 'ˑ');
        return s_shapes.TryGetValue(plain, out PhonemeShape shape) ? shape
            : plain.Length == 0 ? new PhonemeShape(Sil)
            : s_unknown;
    }

    private static FrozenDictionary<string, PhonemeShape> Table(params (PhonemeShape Shape, string Names)[] rows) =>
        rows.SelectMany(row => row.Names.Split(' ').Select(name => KeyValuePair.Create(name, row.Shape))).ToFrozenDictionary(StringComparer.Ordinal);
}
