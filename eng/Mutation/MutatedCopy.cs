namespace Cascade.Mutation;

/// <summary>A copy of the repository in a temporary folder, with all mutants built in.</summary>
internal sealed class MutatedCopy : IDisposable
{
    private const string Tests = "tests/Cascade.Tests";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cascade-mutation-");

    public List<Mutant> Mutants { get; } = [];

    /// <summary>The program that runs the tests.</summary>
    public string TestProgram => Path.Combine(_folder.FullName, Tests, "bin", "Release", "net10.0", "Cascade.Tests.dll");

    /// <summary>Copies the repository and mutates the sources in the folders given.</summary>
    public async Task MakeAsync(string root, IReadOnlyList<string> folders)
    {
        ProgramRun list = await ProgramRun.StartAsync("git", ["-C", root, "ls-files", "--cached", "--others", "--exclude-standard"], TimeSpan.FromMinutes(1));
        string[] assets = Directory.Exists(Path.Combine(root, "assets")) ? Directory.GetFiles(Path.Combine(root, "assets"), "*", SearchOption.AllDirectories) : [];
        foreach (string file in list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Concat(assets.Select(asset => Path.GetRelativePath(root, asset))))
        {
            Copy(root, file, folders);
        }

        File.WriteAllText(Path.Combine(_folder.FullName, "src", "Cascade", "Mutant.g.cs"), Switch.Source);

        File.WriteAllText(Path.Combine(_folder.FullName, Tests, "Host.g.cs"), Host.Source);
        string project = Path.Combine(_folder.FullName, Tests, "Cascade.Tests.csproj");
        File.WriteAllText(project, File.ReadAllText(project).Replace("</TargetFramework>", "</TargetFramework><OutputType>Exe</OutputType><GenerateProgramFile>false</GenerateProgramFile>", StringComparison.Ordinal));
    }

    /// <summary>Builds the tests.</summary>
    public async Task BuildAsync()
    {
        string project = Path.Combine(_folder.FullName, Tests);

        // Style is the original's affair: what a switch makes of an expression would not pass.
        ProgramRun build = await ProgramRun.StartAsync(
            "dotnet",
            ["build", project, "-c", "Release", "-p:TreatWarningsAsErrors=false", "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false", "-nologo", "-v:q", "-clp:ErrorsOnly"],
            TimeSpan.FromMinutes(30));
        if (build.ExitCode != 0)
        {
            throw new InvalidOperationException($"The mutated copy does not build:{Environment.NewLine}{build.Output}");
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Copy(string root, string file, IReadOnlyList<string> folders)
    {
        string source = Path.Combine(root, file);
        string target = Path.Combine(_folder.FullName, file);
        if (!File.Exists(source))
        {
            return; // deleted and not yet committed
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (file.EndsWith(".cs", StringComparison.Ordinal) && folders.Any(folder => file.StartsWith(folder + '/', StringComparison.Ordinal)))
        {
            File.WriteAllText(target, Mutator.Mutate(file, File.ReadAllText(source), Mutants));
        }
        else
        {
            File.Copy(source, target);
        }
    }
}
