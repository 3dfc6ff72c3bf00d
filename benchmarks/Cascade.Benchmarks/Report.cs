using System.Globalization;
using System.Text.Json.Nodes;

namespace Cascade.Benchmarks;

/// <summary>Writes the figures of a command: the machine first, then a line for each row and each limit, as text or as JSON.</summary>
internal sealed class Report
{
    private readonly string _command;
    private readonly Arguments _arguments;
    private bool _missed;

    public Report(string command, Arguments arguments)
    {
        (_command, _arguments) = (command, arguments);
        Console.WriteLine(arguments.Json ? Machine.Json.ToJsonString() : Machine.Line);
    }

    /// <summary>0, or 3 when a limit was missed and the caller asked for that.</summary>
    public int ExitCode => _missed && _arguments.Check ? 3 : 0;

    /// <summary>Figures of one thing that was measured.</summary>
    /// <param name="name">The thing.</param>
    /// <param name="figures">Values by name, the unit at the end of the name.</param>
    public void Row(string name, params ReadOnlySpan<(string Name, double Value)> figures)
    {
        if (_arguments.Json)
        {
            JsonObject row = new() { ["command"] = _command, ["name"] = name };
            foreach ((string key, double value) in figures)
            {
                row[key] = Math.Round(value, 4);
            }

            Console.WriteLine(row.ToJsonString());
            return;
        }

        List<string> cells = [];
        foreach ((string key, double value) in figures)
        {
            cells.Add($"{key} {Format(value),9}");
        }

        Console.WriteLine($"{name,-60} {string.Join("   ", cells)}");
    }

    /// <summary>A figure that has a limit.</summary>
    public void Limit(string name, double value, double limit, string unit)
    {
        bool holds = value <= limit;
        _missed |= !holds;
        if (_arguments.Json)
        {
            Console.WriteLine(new JsonObject
            {
                ["command"] = _command,
                ["limitOn"] = name,
                ["value"] = Math.Round(value, 4),
                ["limit"] = limit,
                ["unit"] = unit,
                ["holds"] = holds,
            }.ToJsonString());
            return;
        }

        Console.WriteLine($"{(holds ? "holds " : "MISSED")} {name}: {Format(value)} {unit}, at most {limit.ToString("#,0.###", CultureInfo.InvariantCulture)}");
    }

    /// <summary>What a reader of the text needs to know to read it; not written as JSON.</summary>
    public void Note(string text)
    {
        if (!_arguments.Json)
        {
            Console.WriteLine(text);
        }
    }

    private static string Format(double value) => value.ToString(Math.Abs(value) < 1000 ? "0.###" : "#,0", CultureInfo.InvariantCulture);
}
