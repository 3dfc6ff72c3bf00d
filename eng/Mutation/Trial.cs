using System.Globalization;

namespace Cascade.Mutation;

/// <summary>Tries mutants: each is switched on for the tests, and one of them is to fail.</summary>
internal sealed class Trial(Arguments arguments, TestProgram tests)
{
    private readonly HashSet<int> _met = [];

    /// <summary>Runs the tests with no mutant on. They have to pass, and tell what they meet.</summary>
    public async Task RehearseAsync()
    {
        foreach (string filter in arguments.Filters)
        {
            string record = Path.GetTempFileName();
            ProgramRun run = await tests.RunAsync(filter, (Switch.RecordVariable, record));
            if (run.ExitCode != 0)
            {
                throw new InvalidOperationException($"The tests {filter} do not pass without a mutant:{Environment.NewLine}{run.Output}");
            }

            _met.UnionWith(File.ReadLines(record).Select(line => int.Parse(line, CultureInfo.InvariantCulture)));
            File.Delete(record);
        }
    }

    /// <summary>Tries all mutants and returns those that no test notices.</summary>
    public async Task<List<Mutant>> FindSurvivorsAsync(IEnumerable<Mutant> mutants)
    {
        List<Mutant> survivors = [];
        await Parallel.ForEachAsync(mutants, new ParallelOptions { MaxDegreeOfParallelism = arguments.Jobs }, async (mutant, _) =>
        {
            bool met = _met.Contains(mutant.Id);
            if (met && await IsKilledAsync(mutant))
            {
                return;
            }

            lock (survivors)
            {
                survivors.Add(mutant);
                Console.WriteLine($"{(met ? "survived" : "not met "),-9}{mutant}");
            }
        });
        return survivors;
    }

    private async Task<bool> IsKilledAsync(Mutant mutant)
    {
        foreach (string filter in arguments.Filters)
        {
            ProgramRun run = await tests.RunAsync(filter, (Switch.ActiveVariable, mutant.Id.ToString(CultureInfo.InvariantCulture)));
            if (run.ExitCode != 0)
            {
                return true;
            }
        }

        return false;
    }
}
