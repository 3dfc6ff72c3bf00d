using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;

namespace Cascade.Speech.Tests.Shared;

/// <summary>A recognizer that the real worker hosts, which does for real, in native code, what native recognizers do. The first sample of the audio says what, the second is its text.</summary>
public sealed partial class FaultyClient : ISpeechToTextClient
{
    private const int HeaderBytes = 44;
    private const int LeakBytes = 500_000_000;

    public async IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        byte[] wav = new byte[HeaderBytes + 4];
        audioSpeechStream.ReadExactly(wav);
        Fault fault = (Fault)BinaryPrimitives.ReadInt16LittleEndian(wav.AsSpan(HeaderBytes));
        string text = BinaryPrimitives.ReadInt16LittleEndian(wav.AsSpan(HeaderBytes + 2)).ToString(CultureInfo.InvariantCulture);
        switch (fault)
        {
            case Fault.Segmentation:
                _ = MeasureString(16); // an address that no process has
                break;
            case Fault.Hang:
                _ = SleepSeconds(3600);
                break;
            case Fault.Throw:
                throw new InvalidOperationException("The recognizer has a fault.");
            case Fault.ClosePipe:
                ClosePipes();
                _ = SleepSeconds(3600);
                break;
            case Fault.Garbage:
                WriteGarbage();
                _ = SleepSeconds(3600);
                break;
            case Fault.Leak:
                Leak();
                _ = SleepSeconds(3600);
                break;
            case Fault.LeakAndAnswer:
                Leak();
                break;
            case Fault.Print:
                _ = Print("This is printed by native code.");
                break;
            case Fault.AnswerThenSegmentation:
                yield return new SpeechToTextResponseUpdate(text) { Kind = SpeechToTextResponseUpdateKind.TextUpdated };
                await Task.Delay(200, CancellationToken.None);
                _ = MeasureString(16);
                break;
            case Fault.SilentCancel:
                while (!cancellationToken.IsCancellationRequested)
                {
                    await Task.Delay(5, CancellationToken.None);
                }

                yield break;
            case Fault.Many:
                for (int i = 0; i < 1_000; i++)
                {
                    yield return new SpeechToTextResponseUpdate($"{text}.{i}") { Kind = SpeechToTextResponseUpdateKind.TextUpdating };
                }

                break;
            case Fault.Context:
                text = options?.AdditionalProperties?["cascade.previousText"] as string ?? "none";
                break;
        }

        yield return new SpeechToTextResponseUpdate(text) { Kind = SpeechToTextResponseUpdateKind.TextUpdated };
    }

    public Task<SpeechToTextResponse> GetTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private static unsafe void Leak()
    {
        byte* memory = (byte*)NativeMemory.Alloc(LeakBytes);
        for (int i = 0; i < LeakBytes; i += 4096)
        {
            memory[i] = 1;
        }
    }

    private static void ClosePipes()
    {
        foreach (int descriptor in FindPipes())
        {
            _ = Close(descriptor);
        }
    }

    private static unsafe void WriteGarbage()
    {
        byte[] bytes = [.. Enumerable.Repeat((byte)0xFF, 64)];
        fixed (byte* start = bytes)
        {
            foreach (int descriptor in FindPipes())
            {
                _ = Write(descriptor, start, bytes.Length);
            }
        }
    }

    // The one to the host among them: what was standard output.
    private static int[] FindPipes() =>
    [
        .. from entry in Directory.GetFileSystemEntries("/proc/self/fd")
           let descriptor = int.Parse(Path.GetFileName(entry), CultureInfo.InvariantCulture)
           where descriptor > 2 && new FileInfo(entry).LinkTarget?.StartsWith("pipe:", StringComparison.Ordinal) == true
           select descriptor,
    ];

    [LibraryImport("libc", EntryPoint = "write")]
    private static unsafe partial nint Write(int descriptor, byte* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "strlen")]
    private static partial nint MeasureString(nint address);

    [LibraryImport("libc", EntryPoint = "sleep")]
    private static partial uint SleepSeconds(uint seconds);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "puts", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Print(string text);
}
