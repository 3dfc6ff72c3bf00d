using System.Diagnostics;
using System.Reflection;
using Cascade.Mutation;

const string help = """
    Changes conditions, boundaries and statements of the sources one by one and shows which changes no test notices. The repository is copied and built once, with all changes
    behind a switch. Run it with: dotnet run -c Release --project eng/Mutation

      --folders A,B  folders whose files are changed; default src/Cascade/Segmentation,src/Cascade/Framing
      --tests REGEX  the tests, by their full names; given again, what is tried when those pass; default those of streams, framing and segments in four groups
      --only 1,2     only these mutants, by their numbers
      --jobs N       how many are tried at a time; default the number of processors
      --seconds N    how much processor time the tests may take with one mutant; more counts as noticed; default 20
      --verbose      shows for every mutant which test noticed it
      --list         lists the mutants and tries none

    Exit code: 0 when every mutant is noticed or known to change nothing (equivalent.txt), 1 otherwise.
    """;

if (args.Contains("--help"))
{
    Console.WriteLine(help);
    return 0;
}

Arguments arguments = Arguments.Parse(args);
string root = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
using MutatedCopy copy = new();
await copy.MakeAsync(root, arguments.Folders);
HashSet<string> known = Equivalents.Read();
List<Mutant> mutants = [.. copy.Mutants.Where(mutant => arguments.Only.Count == 0 || arguments.Only.Contains(mutant.Id))];
if (arguments.List)
{
    mutants.ForEach(mutant => Console.WriteLine($"{(known.Contains(mutant.Key) ? "known " : "")}{mutant}"));
    return 0;
}

Stopwatch watch = Stopwatch.StartNew();
Console.WriteLine($"{mutants.Count} mutants; building them…");
await copy.BuildAsync();
Trial trial = new(arguments, copy.TestProgram);
Console.WriteLine($"Built after {watch.Elapsed.TotalSeconds:F0} s; the tests without a mutant…");
await trial.RehearseAsync();
Console.WriteLine($"Passed after {watch.Elapsed.TotalSeconds:F0} s; trying the mutants…");
List<Mutant> equivalent = [.. mutants.Where(mutant => known.Contains(mutant.Key))];
List<Mutant> survivors = await trial.FindSurvivorsAsync(mutants.Except(equivalent));
int tried = mutants.Count - equivalent.Count;
Console.WriteLine($"{tried} tried, {tried - survivors.Count} noticed by a test, {survivors.Count} not; {equivalent.Count} known to change nothing; {watch.Elapsed.TotalMinutes:F0} min");
return survivors.Count == 0 ? 0 : 1;
