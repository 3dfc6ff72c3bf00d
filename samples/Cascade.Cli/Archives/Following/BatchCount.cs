namespace Cascade.Cli.Archives.Following;

/// <summary>How far a batch is.</summary>
/// <param name="Total">Its files.</param>
/// <param name="Done">Files with a result.</param>
/// <param name="Dead">Dead letters.</param>
internal readonly record struct BatchCount(int Total, int Done, int Dead)
{
    public int Ended => Done + Dead;

    public BatchCount Add(ArchiveOutcome outcome) => outcome.IsDead ? this with { Dead = Dead + 1 } : this with { Done = Done + 1 };
}
