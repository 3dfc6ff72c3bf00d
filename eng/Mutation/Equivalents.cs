namespace Cascade.Mutation;

/// <summary>Mutants that no test can notice because they change nothing that can be seen, with the reason: a line each of <c>file | code | change | reason</c>.</summary>
internal static class Equivalents
{
    public static HashSet<string> Read() =>
    [
        .. from line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "equivalent.txt"))
           where line.Length > 0 && line[0] != '#'
           select line[..line.LastIndexOf(" | ", StringComparison.Ordinal)],
    ];
}
