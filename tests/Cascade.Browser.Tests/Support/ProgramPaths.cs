using System.Reflection;

namespace Cascade.Browser.Tests.Support;

/// <summary>Where the programs under test lie.</summary>
internal static class ProgramPaths
{
    public static string Server { get; } = Find("Server");

    public static string CommandLine { get; } = Find("CommandLine");

    private static string Find(string key)
    {
        string path = typeof(ProgramPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
        return Path.GetFullPath(path.Replace('\\', Path.DirectorySeparatorChar), AppContext.BaseDirectory);
    }
}
