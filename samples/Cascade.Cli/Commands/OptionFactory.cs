using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Cascade.Cli.Commands;

/// <summary>Options whose values are read with the invariant culture and whose faults are told in the command line's own words.</summary>
internal static class OptionFactory
{
    public static Option<double?> Number(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "X",
        CustomParser = argument => double.TryParse(Token(argument), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : Fail<double?>(argument, $"{name} must be a number; found '{Token(argument)}'."),
    };

    public static Option<TimeSpan?> Milliseconds(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = argument => int.TryParse(Token(argument), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? TimeSpan.FromMilliseconds(value)
            : Fail<TimeSpan?>(argument, $"{name} must be a whole number of milliseconds; found '{Token(argument)}'."),
    };

    // Negative values end here: minus a millisecond would be Timeout.InfiniteTimeSpan.
    public static Option<TimeSpan?> Seconds(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "X",
        CustomParser = argument =>
            double.TryParse(Token(argument), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= 0 && value <= int.MaxValue
                ? TimeSpan.FromSeconds(value)
                : Fail<TimeSpan?>(argument, $"{name} must be a number of seconds; found '{Token(argument)}'."),
    };

    public static Option<int?> Index(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = argument => int.TryParse(Token(argument), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : Fail<int?>(argument, $"{name} must be 0 or more; found '{Token(argument)}'."),
    };

    public static Option<AudioFormat?> Raw(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "RATE:CHANNELS:ENCODING",
        CustomParser = argument => RawFormat.Parse(Token(argument), out AudioFormat? format) is { } fault ? Fail<AudioFormat>(argument, $"{name} {fault}") : format,
    };

    /// <summary>One of several words; the first is the default.</summary>
    public static Option<T> Choice<T>(string name, string description, params (string Word, T Value)[] choices)
        where T : struct
    {
        string words = string.Join('|', choices.Select(c => c.Word));
        Option<T> option = new(name)
        {
            Description = $"{description} [default: {choices[0].Word}]",
            HelpName = words,
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = argument => choices.Any(c => c.Word == Token(argument))
                ? choices.First(c => c.Word == Token(argument)).Value
                : Fail<T>(argument, $"{name} must be one of {words}; found '{Token(argument)}'."),
        };
        option.CompletionSources.Clear(); // of the names that the values have in code
        option.CompletionSources.Add([.. choices.Select(c => c.Word)]);
        return option;
    }

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };

    public static Option<string?> Folder(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DIR",
        CustomParser = argument => Token(argument).Length > 0 ? Token(argument) : Fail<string>(argument, $"{name} must name a folder."),
    };

    public static Option<string?> File(string name, string description, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = "FILE",
        CustomParser = argument => Token(argument).Length > 0 ? Token(argument) : Fail<string>(argument, $"{name} must name a file."),
    };

    public static Option<string?> Text(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = argument => Token(argument).Length > 0 ? Token(argument) : Fail<string>(argument, $"{name} is empty."),
    };

    /// <summary>A word or an address that may be given several times.</summary>
    public static Option<string[]> Texts(string name, string helpName, string description) => new(name) { Description = description, HelpName = helpName, DefaultValueFactory = _ => [] };

    /// <summary>A whole number from 1 on.</summary>
    public static Option<int?> Count(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = argument => int.TryParse(Token(argument), NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0
            ? value
            : Fail<int?>(argument, $"{name} must be a whole number, 1 or more; found '{Token(argument)}'."),
    };

    /// <summary>One file, or one and more, or any number.</summary>
    public static Argument<string[]> Files(string description, bool takesMany, bool takesNone = false)
    {
        Argument<string[]> files = new("FILE")
        {
            Description = description,
            Arity = takesNone ? ArgumentArity.ZeroOrMore : takesMany ? ArgumentArity.OneOrMore : ArgumentArity.ExactlyOne,
            CustomParser = argument => [.. argument.Tokens.Select(token => token.Value)],
        };
        files.Validators.Add(argument =>
        {
            if (argument.Tokens.Any(t => t.Value.Length == 0))
            {
                argument.AddError("The name of a file is empty.");
            }
        });
        return files;
    }

    private static string Token(ArgumentResult argument) => argument.Tokens[0].Value;

    private static T? Fail<T>(ArgumentResult argument, string message)
    {
        argument.AddError(message);
        return default;
    }
}
