namespace Cascade;

/// <summary>The fifteen shapes of a mouth that speaks, in the order of Oculus Lipsync and with its names. Faces made for this order take the number as their index.</summary>
public enum VisemeShape
{
    /// <summary>At rest, closed: silence.</summary>
    Sil,

    /// <summary>Lips pressed together: p, b, m.</summary>
    Pp,

    /// <summary>Lower lip at the teeth: f, v.</summary>
    Ff,

    /// <summary>Tongue at the teeth: th.</summary>
    Th,

    /// <summary>Tongue behind the teeth: t, d.</summary>
    Dd,

    /// <summary>Back of the tongue raised: k, g.</summary>
    Kk,

    /// <summary>Lips forward, teeth nearly closed: ch, j, sh.</summary>
    Ch,

    /// <summary>Teeth nearly closed, lips wide: s, z.</summary>
    Ss,

    /// <summary>Tongue up, a little open: n, l.</summary>
    Nn,

    /// <summary>Lips a little round: r.</summary>
    Rr,

    /// <summary>Wide open, as in "car".</summary>
    Aa,

    /// <summary>Half open and wide, as in "bed".</summary>
    E,

    /// <summary>Nearly closed and wide, as in "see".</summary>
    I,

    /// <summary>Half open and round, as in "toe".</summary>
    O,

    /// <summary>Nearly closed and round, as in "book".</summary>
    U,
}
