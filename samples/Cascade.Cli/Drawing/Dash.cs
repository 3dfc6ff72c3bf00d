namespace Cascade.Cli.Drawing;

/// <summary>The pattern of dashed lines, in CSS pixels.</summary>
internal static class Dash
{
    public const double On = 5;
    public const double Off = 4;

    /// <summary>The dashes of one straight line.</summary>
    public static IEnumerable<Spot[]> Split(Spot from, Spot to)
    {
        double length = Math.Sqrt(Math.Pow(to.X - from.X, 2) + Math.Pow(to.Y - from.Y, 2));
        for (double at = 0; at < length; at += On + Off)
        {
            yield return [Between(at / length), Between(Math.Min(at + On, length) / length)];
        }

        Spot Between(double share) => new(from.X + (share * (to.X - from.X)), from.Y + (share * (to.Y - from.Y)));
    }
}
