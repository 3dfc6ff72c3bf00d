namespace Cascade.Benchmarks.Speech;

/// <summary><c>speech</c>: recognition in worker processes.</summary>
internal static class SpeechCommand
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        string part = arguments.FirstOrDefault() is { } first && !first.StartsWith('-') ? first : "";
        Arguments output = Arguments.Parse([.. arguments.Where(argument => argument is "--json" or "--check")]);
        int number = NumberOf(arguments);
        return part switch
        {
            "" => Math.Max(await WordsCommand.RunAsync(output), await SpeakersCommand.RunAsync(output, 30)),
            "words" => await WordsCommand.RunAsync(output),
            "load" => await SpeakersCommand.RunAsync(output, number > 0 ? number : 30),
            "faults" => await FaultsCommand.RunAsync(output, number > 0 ? number : 10_000),
            "pipe" => await PipeCommand.RunAsync(output),
            _ => throw new ArgumentException($"speech measures words, load, faults or pipe; found '{part}'."),
        };
    }

    private static int NumberOf(string[] arguments)
    {
        int at = Array.FindIndex(arguments, argument => argument is "--seconds" or "--jobs");
        return at < 0 ? 0
            : at + 1 < arguments.Length && int.TryParse(arguments[at + 1], out int number) && number > 0 ? number
            : throw new ArgumentException($"{arguments[at]} needs a number above 0.");
    }
}
