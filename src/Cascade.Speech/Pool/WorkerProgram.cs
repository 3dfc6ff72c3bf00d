using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Cascade.Speech.Pool;

/// <summary>Finds the worker program and the runtime that starts it.</summary>
internal static class WorkerProgram
{
    private const string Folder = "cascade-speech-worker";
    private const string FileName = "Cascade.Speech.Worker.dll";

    /// <exception cref="SpeechWorkerException">A file is missing.</exception>
    public static ProcessStartInfo Find(SpeechWorkerOptions options)
    {
        string worker = options.WorkerPath ?? Path.Combine(AppContext.BaseDirectory, Folder, FileName);
        string dotnet = options.DotnetPath ?? OwnRuntime();
        ThrowUnlessExists(worker, $"The package Cascade.Speech puts it there in builds; name it in {nameof(SpeechWorkerOptions.WorkerPath)} where it lies elsewhere.");
        ThrowUnlessExists(dotnet, $"Name the dotnet program of an installed runtime in {nameof(SpeechWorkerOptions.DotnetPath)}.");
        ProcessStartInfo start = new(dotnet)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(worker);
        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // a killed runtime leaves the socket of its diagnostics behind
        return start;
    }

    // .../shared/Microsoft.NETCore.App/10.0.0/ lies three levels below the program.
    private static string OwnRuntime() =>
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    private static void ThrowUnlessExists(string path, string remedy)
    {
        if (!File.Exists(path))
        {
            throw new SpeechWorkerException(SpeechWorkerFailure.EngineFailed, $"The worker program can't be started: expected '{path}', found no such file. {remedy}");
        }
    }
}
