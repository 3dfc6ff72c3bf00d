using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.AI;

namespace Cascade.Speech.Voices;

/// <summary>The program espeak-ng, a process for each text.</summary>
internal sealed class EspeakNgVoice(SystemVoiceOptions options) : IVoice
{
    private const string DefaultVoice = "en-us";
    private const int WordsPerMinute = 175; // its own default
    private const int OwnPitch = 50;
    private const int OwnVolume = 100;
    private const int PieceMilliseconds = 100;

    private readonly SemaphoreSlim _places = new(options.Count);

    public string Name => $"espeak-ng {options.Voice ?? DefaultVoice}";

    /// <summary>Whether the program is there.</summary>
    public static bool IsInstalled(SystemVoiceOptions options) => Find(options) is not null;

    public async IAsyncEnumerable<SpokenPiece> SpeakAsync(string text, TextToSpeechOptions? call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using CancellationTokenSource timeout = new(options.Timeout, options.TimeProvider);
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            using Process process = Start(call);
            using CancellationTokenRegistration kill = stop.Token.UnsafeRegister(static state => Kill((Process)state!), process);
            try
            {
                await WriteAsync(process, text).ConfigureAwait(false);
                await foreach (SpokenPiece piece in ReadAsync(process).ConfigureAwait(false))
                {
                    yield return piece;
                }

                await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                ThrowIfFailed(process, timeout.IsCancellationRequested);
            }
            finally
            {
                Kill(process);
                await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
        finally
        {
            _places.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        _places.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task WriteAsync(Process process, string text)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(text)).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended; its exit code says why.
        }
    }

    private static async IAsyncEnumerable<SpokenPiece> ReadAsync(Process process)
    {
        Stream output = process.StandardOutput.BaseStream;
        byte[] first = new byte[1];
        if (await output.ReadAsync(first).ConfigureAwait(false) == 0)
        {
            yield break; // it failed, or was killed
        }

        AudioFile wav = await AudioFile.OpenAsync(new Extensions.AI.Audio.StartedStream(first, output)).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable lease = wav.ConfigureAwait(false);
        int pieceBytes = wav.Format.SampleRateHz * PieceMilliseconds / 1000 * wav.Format.BytesPerBlock;
        while (true)
        {
            byte[] piece = new byte[pieceBytes];
            int count = await wav.Pcm.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false).ConfigureAwait(false);
            if (count == 0)
            {
                yield break;
            }

            yield return new SpokenPiece(piece.AsMemory(0, count), wav.Format.SampleRateHz, null);
        }
    }

    private Process Start(TextToSpeechOptions? call)
    {
        ProcessStartInfo start = new(Find(options) ?? throw Missing()) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        string voice = VoiceName.Check(call?.VoiceId ?? call?.Language?.ToLowerInvariant() ?? options.Voice ?? DefaultVoice, nameof(call));
        string[] arguments =
        [
            "--stdout", "--stdin", "-b", "1", "-v", voice,
            "-s", Number(WordsPerMinute * (call?.Speed ?? 1)),
            "-p", Number(Math.Clamp(OwnPitch * (call?.Pitch ?? 1), 0, 99)),
            "-a", Number(Math.Clamp(OwnVolume * (call?.Volume ?? 1), 0, 200)),
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new SpeechWorkerException(SpeechWorkerFailure.EngineFailed, $"espeak-ng can't be started: '{start.FileName}': {e.Message}", innerException: e);
        }
    }

    private static string Number(float value) => ((int)Math.Round(value)).ToString(CultureInfo.InvariantCulture);

    private void ThrowIfFailed(Process process, bool hasTimedOut)
    {
        if (hasTimedOut)
        {
            throw WorkerTimeout();
        }

        if (process.ExitCode != 0)
        {
            throw new SpeechWorkerException(
                SpeechWorkerFailure.EngineFailed, $"espeak-ng ended with exit code {process.ExitCode}. {process.StandardError.ReadToEnd().Trim()}", process.ExitCode);
        }
    }

    private SpeechWorkerException WorkerTimeout() => new(
        SpeechWorkerFailure.TimedOut, $"espeak-ng did not end within {options.Timeout.TotalSeconds:0.###} s and was killed. Raise {nameof(SystemVoiceOptions.Timeout)} for long texts.");

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    internal static SpeechWorkerException Missing() => new(
        SpeechWorkerFailure.EngineFailed, $"No voice is installed: expected flite, or the program espeak-ng in PATH or in {nameof(SystemVoiceOptions.EspeakNgPath)}. Debian and Ubuntu: sudo apt-get install flite, or espeak-ng.");

    private static string? Find(SystemVoiceOptions options) => options.EspeakNgPath is { } path
        ? (File.Exists(path) ? path : null)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "espeak-ng.exe" : "espeak-ng"))
            .FirstOrDefault(File.Exists);
}
