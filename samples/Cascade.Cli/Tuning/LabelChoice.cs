using Cascade.Cli.Detection;

namespace Cascade.Cli.Tuning;

/// <summary>Chooses the labels of one recording out of a file that may have those of several.</summary>
/// <param name="File">The recording's file, as the user wrote it.</param>
/// <param name="Recording">The recording's name in the label file, where the user gives one.</param>
/// <param name="Channel">The channel that is listened to, the first being 0; null for all.</param>
internal sealed record LabelChoice(string File, string? Recording, int? Channel)
{
    private const int MostNames = 5;

    /// <exception cref="InvalidDataException">The labels are of several recordings, and none or more than one of them may be meant.</exception>
    public IReadOnlyList<Label> Choose(IReadOnlyList<Label> labels)
    {
        string[] names = [.. labels.Select(label => label.Recording).OfType<string>().Distinct()];
        IReadOnlyList<Label> chosen = labels;
        if (Recording is not null || names.Length > 1)
        {
            string name = ChooseName(names);
            chosen = [.. labels.Where(label => label.Recording == name)];
        }

        // Most tools write 1 for every recording, so that the channel counts only where there are several.
        bool hasChannels = chosen.Select(label => label.Channel).Distinct().Count() > 1;
        return hasChannels && Channel is { } channel ? [.. chosen.Where(label => label.Channel == channel + 1)] : chosen;
    }

    private string ChooseName(string[] names)
    {
        string wanted = Recording ?? File;
        string[] same = [.. names.Where(name => name == wanted)];
        string[] alike = same.Length == 1 ? same : [.. names.Where(name => Word(wanted) == Word(name) || Word(wanted) == WithoutSpace(name))];
        string list = string.Join(", ", names.Take(MostNames).Select(name => $"'{name}'")) + (names.Length > MostNames ? $" and {names.Length - MostNames} more" : "");
        return alike.Length == 1
            ? alike[0]
            : throw new InvalidDataException($"The labels are of {list}, and {(alike.Length == 0 ? "none is" : "several may be")} '{wanted}'. Which are meant? Name them with --recording.");
    }

    // As RTTM has it: the file's name without folder and extension, and no white space.
    private static string Word(string name) => name == AudioInput.StandardInput ? "stdin" : WithoutSpace(Path.GetFileNameWithoutExtension(name));

    private static string WithoutSpace(string name) => string.Join('_', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
