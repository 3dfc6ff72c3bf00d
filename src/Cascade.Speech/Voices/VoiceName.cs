using System.Buffers;

namespace Cascade;

/// <summary>The names of voices, which become parts of file names and of command lines.</summary>
internal static class VoiceName
{
    private static readonly SearchValues<char> Legal = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-_");

    /// <exception cref="ArgumentException">The name has other characters, or begins as an option does.</exception>
    public static string Check(string name, string parameter) => name.Length is > 0 and <= 64 && name[0] != '-' && !name.AsSpan().ContainsAnyExcept(Legal)
        ? name
        : throw new ArgumentException($"A voice's name must have letters, digits, +, - and _ only, at most 64; found '{name}'.", parameter);
}
