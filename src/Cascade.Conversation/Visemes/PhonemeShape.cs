namespace Cascade.Visemes;

/// <summary>The shape of a phoneme.</summary>
/// <param name="Shape">The shape, of a diphthong the first one.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="Glide">The second shape of a diphthong.</param>
internal readonly record struct PhonemeShape(VisemeShape Shape, float Weight = 1, VisemeShape? Glide = null);
