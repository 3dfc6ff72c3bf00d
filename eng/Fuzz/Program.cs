using Cascade.Fuzz;
using SharpFuzz;

// eng/fuzz.sh calls this program.
switch (args)
{
    case ["seeds", var name, var folder]:
        foreach ((int number, byte[] seed) in Targets.All[name].Seeds.Index())
        {
            File.WriteAllBytes(Path.Combine(folder, $"{number}"), seed);
        }

        return 0;
    case ["run", var name]:
        Fuzzer.OutOfProcess.Run(input =>
        {
            using MemoryStream bytes = new();
            input.CopyTo(bytes);
            Targets.All[name].Try(bytes.ToArray());
        });
        return 0;
    case ["try", var name, var file]:
        Targets.All[name].Try(File.ReadAllBytes(file));
        Console.WriteLine("The input is read or refused as it should be.");
        return 0;
    default:
        Console.Error.WriteLine($"usage: seeds TARGET FOLDER | run TARGET | try TARGET FILE; targets: {string.Join(", ", Targets.All.Keys)}");
        return 2;
}
