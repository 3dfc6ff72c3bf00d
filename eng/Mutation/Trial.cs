using System.Collections.Concurrent;
using System.Globalization;

namespace Cascade.Mutation;

/// <summary>Tries mutants: each is switched on for the tests, and one of them is to fail.</summary>
internal sealed class Trial(Arguments arguments, string program)
{
    private readonly HashSet<int> _met = [];

    /// <summary>Runs the tests with no mutant on. They have to pass, and tell what they meet.</summary>
    public async Task RehearseAsync()
    {
        using HostProcess host = await HostProcess.StartAsync(program, TimeSpan.FromHours(1));
        foreach (string tests in arguments.Tests)
        {
            if (await host.AskAsync($"0 {tests}") is var answer and not "passed")
            {
                throw new InvalidOperationException($"Without a mutant the tests {tests} have {answer ?? "no result"}.");
            }
        }

        _met.UnionWith((await host.AskAsync(Host.AskMet))!.Split(' ').Select(id => int.Parse(id, CultureInfo.InvariantCulture)));
    }

    /// <summary>Tries all mutants and returns those that no test notices.</summary>
    public async Task<List<Mutant>> FindSurvivorsAsync(IEnumerable<Mutant> mutants)
    {
        ConcurrentQueue<Mutant> waiting = new(mutants);
        ConcurrentBag<Mutant> survivors = [];
        await Task.WhenAll(Enumerable.Range(0, arguments.Jobs).Select(_ => Task.Run(() => WorkAsync(waiting, survivors))));
        return [.. survivors];
    }

    private async Task WorkAsync(ConcurrentQueue<Mutant> waiting, ConcurrentBag<Mutant> survivors)
    {
        HostProcess? host = null;
        while (waiting.TryDequeue(out Mutant? mutant))
        {
            string? answer = "not met";
            if (_met.Contains(mutant.Id))
            {
                host ??= await HostProcess.StartAsync(program, arguments.Limit);
                answer = await TryAsync(host, mutant.Id);
                bool isFresh = false;
                if (answer == "passed")
                {
                    // What is made once in a process was made without the mutant.
                    host.Dispose();
                    host = await HostProcess.StartAsync(program, arguments.Limit);
                    answer = await TryAsync(host, mutant.Id);
                    isFresh = true;
                }

                // What a mutant has done to what all tests share must not be laid at the door of the next one.
                if (isFresh || answer is null || (answer != "passed" && await TryAsync(host, 0) != "passed"))
                {
                    host.Dispose();
                    host = null;
                }
            }

            if (answer is "passed" or "not met")
            {
                survivors.Add(mutant);
                Console.WriteLine($"{(answer == "passed" ? "survived" : answer),-9}{mutant}");
            }
            else if (arguments.Verbose)
            {
                Console.WriteLine($"noticed  {mutant}{Environment.NewLine}      {answer ?? "no end"}");
            }
        }

        host?.Dispose();
    }

    private async Task<string?> TryAsync(HostProcess host, int id)
    {
        // With no mutant, the quick tests are enough.
        foreach (string tests in id == 0 ? arguments.Tests.Take(1) : arguments.Tests)
        {
            string? answer = await host.AskAsync($"{id.ToString(CultureInfo.InvariantCulture)} {tests}");
            if (answer != "passed")
            {
                return answer;
            }
        }

        return "passed";
    }
}
