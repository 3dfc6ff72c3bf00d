namespace Cascade.Mutation;

/// <summary>Runs tests of the mutated copy, each time in a process of its own, up to the first failure.</summary>
internal sealed class TestProgram(string path, TimeSpan limit) : IDisposable
{
    // A mutant that loops may also allocate for as long as it runs.
    private const string MostMemory = "0x80000000";

    private readonly string _settings = WriteSettings();

    /// <summary>Runs the tests that a filter selects.</summary>
    /// <param name="filter">As for <c>dotnet test --filter</c>.</param>
    /// <param name="environment">A variable of <see cref="Switch"/>.</param>
    public Task<ProgramRun> RunAsync(string filter, (string Name, string Value) environment) => ProgramRun.StartAsync(
        "dotnet", [path, "--filter", filter, "--settings", _settings, "--no-progress"], limit, environment, ("DOTNET_GCHeapHardLimit", MostMemory), ("DOTNET_gcServer", "0"));

    public void Dispose() => File.Delete(_settings);

    private static string WriteSettings()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, "<RunSettings><NUnit><StopOnError>true</StopOnError></NUnit></RunSettings>");
        return path;
    }
}
