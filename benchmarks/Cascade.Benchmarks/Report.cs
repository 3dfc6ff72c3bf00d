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

    /// <summary>A line of a command that has columns of its own.</summary>
    public void Line(string text, JsonObject json) => Console.WriteLine(_arguments.Json ? json.ToJsonString() : text);

    /// <summary>A figure that may not be greater than a limit.</summary>
    public void Limit(string name, double value, double limit, string unit) => Limit(name, value, limit, unit, "at most", value <= limit);

    /// <summary>A figure that may not be less than a limit.</summary>
    public void AtLeast(string name, double value, double limit, string unit) => Limit(name, value, limit, unit, "at least", value >= limit);

    /// <summary>What a reader of the text needs to know to read it; not written as JSON.</summary>
    public void Note(string text)
    {
        if (!_arguments.Json)
        {
            Console.WriteLine(text);
        }
    }

    private void Limit(string name, double value, double limit, string unit, string direction, bool holds)
    {
        _missed |= !holds;
        string text = $"{(holds ? "holds " : "MISSED")} {name}: {Format(value)} {unit}, {direction} {limit.ToString("#,0.######", CultureInfo.InvariantCulture)}";
        Line(text, new JsonObject
        {
            ["command"] = _command,
            ["limitOn"] = name,
            ["value"] = Math.Round(value, 4),
            ["limit"] = limit,
            ["direction"] = direction,
            ["unit"] = unit,
            ["holds"] = holds,
        });
    }

    private static string Format(double value) => value.ToString(Math.Abs(value) < 1000 ? "0.###" : "#,0", CultureInfo.InvariantCulture);
}
