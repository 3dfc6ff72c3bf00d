namespace Cascade.Mutation;

/// <summary>One change to one place of the source.</summary>
/// <param name="Id">The number that switches it on.</param>
/// <param name="File">The file, from the repository's root.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Code">The line's text.</param>
/// <param name="Change">What it is changed to.</param>
internal sealed record Mutant(int Id, string File, int Line, string Code, string Change)
{
    /// <summary>What names it whatever happens to the lines around it.</summary>
    public string Key => $"{Path.GetFileName(File)} | {Code} | {Change}";

    public override string ToString() => $"{Id,4}  {File}:{Line}  {Change}{Environment.NewLine}      {Code}";
}
