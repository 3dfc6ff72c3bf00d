using System.Reflection;
using System.Text.Json;

namespace Cascade.Tests.Managed;

/// <summary>A recording and the probabilities that silero's own code with ONNX Runtime gives for it.</summary>
internal sealed record ReferenceRun(string Name, float[][] Frames, float[] Probabilities)
{
    private const int HeaderBytes = 44;

    public static ReferenceRun Signals { get; } = Committed("signals", "v6");

    public static ReferenceRun SignalsOfVersion5 { get; } = Committed("signals", "v5");

    public static ReferenceRun QuietSpeech { get; } = Committed("quiet-speech", "v6");

    /// <summary>A minute of speech that is not part of the project, where it lies beside the repository.</summary>
    public static ReferenceRun? Minute { get; } = BesideRepository();

    public override string ToString() => Name;

    private static ReferenceRun Committed(string name, string version)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Managed", "Golden");
        return Read(Path.Combine(folder, $"{name}.wav"), Path.Combine(folder, $"{name}.{version}.json"));
    }

    private static ReferenceRun? BesideRepository()
    {
        string root = typeof(ReferenceRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
        string shared = Path.Combine(root, "..", "shared");
        string golden = Path.Combine(shared, "golden", "silero-test.v6.json");
        return File.Exists(golden) ? Read(Path.Combine(shared, "audio", "silero-test.wav"), golden) : null;
    }

    private static ReferenceRun Read(string wav, string json)
    {
        short[] samples = new short[(new FileInfo(wav).Length - HeaderBytes) / sizeof(short)];
        Buffer.BlockCopy(File.ReadAllBytes(wav), HeaderBytes, samples, 0, samples.Length * sizeof(short));
        float[][] frames = [.. samples.Chunk(512).Where(chunk => chunk.Length == 512).Select(chunk => Array.ConvertAll(chunk, sample => sample / 32768f))];
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(json));
        float[] probabilities = [.. document.RootElement.GetProperty("probabilities").EnumerateArray().Select(p => p.GetSingle()).Take(frames.Length)];
        return new ReferenceRun(Path.GetFileNameWithoutExtension(json), frames, probabilities);
    }
}
