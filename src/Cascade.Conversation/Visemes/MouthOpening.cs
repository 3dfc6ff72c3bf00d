namespace Cascade.Visemes;

/// <summary>How far the lips are apart in each shape.</summary>
internal static class MouthOpening
{
    // In the order of the shapes: sil PP FF TH DD kk CH SS nn RR aa E I O U.
    private static readonly float[] s_openings = [0, 0, 0.1f, 0.25f, 0.25f, 0.3f, 0.3f, 0.15f, 0.3f, 0.3f, 1, 0.6f, 0.35f, 0.7f, 0.3f];

    public static float Of(VisemeShape shape) => (int)shape >= 0 && (int)shape < s_openings.Length ? s_openings[(int)shape] : 0;
}
