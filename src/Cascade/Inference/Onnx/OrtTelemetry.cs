using System.Runtime.InteropServices;

namespace Cascade.Inference.Onnx;

/// <summary>
/// ONNX Runtime's reports about its use, which its official builds send to Microsoft: on Windows through the operating system, from version 1.29 on elsewhere by a thread of their own,
/// with an identifier and a database in the user's cache folder. Cascade hears what people say; it switches them off unless the host wants them.
/// Source: docs/Privacy.md of ONNX Runtime, and telemetry_environment.h there.
/// </summary>
internal static partial class OrtTelemetry
{
    /// <summary>The environment variable with which ONNX Runtime itself is told.</summary>
    private const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>Whether the host wants the reports.</summary>
    public static bool IsWanted => Environment.GetEnvironmentVariable(Variable)?.Trim().ToLowerInvariant() is "0" or "false" or "no" or "off";

    /// <summary>Keeps them from beginning. To be called before the environment is created, which would already write and send.</summary>
    public static void Prevent()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // events go to listeners that the system has, and DisableTelemetryEvents ends them
        }

        try
        {
            _ = SetEnvironmentVariable(Variable, "1", overwrite: 1); // .NET's own method changes a copy that native code does not see
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // No C library under this name: DisableTelemetryEvents ends what has begun.
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
