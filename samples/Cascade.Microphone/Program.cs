using System.Globalization;
using System.Runtime.Versioning;
using Cascade;
using NAudio.Wave;

// Hears a microphone, or a file, and saves each segment of speech.
const string help = """
    usage: Cascade.Microphone [--save FOLDER] [FILE]

    Prints the speech in FILE, any audio file. Without FILE it hears the microphone until Enter is pressed; NAudio records on Windows.

      --save FOLDER  write each segment to FOLDER as WAV
    """;

string? folder = null;
string? path = null;
for (int i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--save" when i + 1 < args.Length:
            folder = args[++i];
            break;
        case [not '-', ..] when path is null:
            path = args[i];
            break;
        default:
            Console.Error.WriteLine(help);
            return 2;
    }
}

if (folder is not null)
{
    Directory.CreateDirectory(folder);
}

await using StreamProcessor processor = new(new StreamProcessorOptions { Engine = VadEngine.Managed(), Speech = SpeechSettings.Conversation with { Results = ResultKinds.Segments } });
try
{
    return path is not null
        ? await PrintAsync(processor.ProcessFileAsync(path))
        : OperatingSystem.IsWindows() ? await HearMicrophoneAsync() : throw new PlatformNotSupportedException("NAudio records on Windows only: name an audio file here.");
}
catch (Exception e) when (e is CascadeException or IOException or NAudio.MmException or PlatformNotSupportedException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

[SupportedOSPlatform("windows")]
async Task<int> HearMicrophoneAsync()
{
    using WaveIn microphone = new() { WaveFormat = new WaveFormat(16_000, 16, 1) };
    CaptureSource source = new(microphone);
    Action stop = microphone.StopRecording; // all that was recorded is processed, and speech that is open becomes a segment
    Console.WriteLine("Speak. Enter ends.");
    _ = Task.Run(() =>
    {
        Console.ReadLine();
        stop();
    });
    int code = await PrintAsync(processor.ProcessStreamAsync(source));
    if (source.Overflows > 0)
    {
        Console.Error.WriteLine($"{source.Lost.TotalSeconds:0.0} s were lost: this machine is too slow.");
    }

    return code;
}

async Task<int> PrintAsync(IAsyncEnumerable<CascadeResult> results)
{
    await foreach (CascadeResult result in results)
    {
        if (result is SpeechSegment segment)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{segment.Start.TotalSeconds:0.000} to {segment.End.TotalSeconds:0.000} s"));
            if (folder is not null)
            {
                await File.WriteAllBytesAsync(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{segment.Start.TotalSeconds:0000.000}.wav")), segment.ToWav());
            }
        }
    }

    return 0;
}
