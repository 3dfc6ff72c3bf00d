namespace Cascade.Hosting;

/// <summary>How many sessions there are, by state.</summary>
/// <param name="Listening">Connected, without open speech.</param>
/// <param name="Speaking">Connected, with open speech.</param>
/// <param name="Waiting">Without a connection, to be resumed.</param>
public readonly record struct SessionCounts(int Listening, int Speaking, int Waiting)
{
    /// <summary>Gets the number of all sessions.</summary>
    public int Total => Listening + Speaking + Waiting;
}
