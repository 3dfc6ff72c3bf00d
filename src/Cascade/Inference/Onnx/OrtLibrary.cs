using System.Runtime.InteropServices;

namespace Cascade.Inference.Onnx;

/// <summary>
/// Finds and loads ONNX Runtime's native library: the path in the options, the path in the environment, the host's own assets, those of the package
/// Cascade.OnnxRuntime. A path that was named is final; among assets, one that cannot be loaded or is too old gives way to the next.
/// Only absolute paths are tried, so nothing is picked up from the operating system's folders by accident (Windows ships an old onnxruntime.dll).
/// </summary>
internal static unsafe class OrtLibrary
{
    /// <summary>The environment variable that may hold the library's path.</summary>
    public const string PathVariable = "CASCADE_ONNXRUNTIME";

    private static readonly string[] Names = OperatingSystem.IsWindows() ? ["onnxruntime.dll", "cascade_onnxruntime.dll"]
        : OperatingSystem.IsMacOS() ? ["libonnxruntime.dylib", "libcascade_onnxruntime.dylib"]
        : ["libonnxruntime.so", "libonnxruntime.so.1", "libcascade_onnxruntime.so"];

    /// <summary>Loads the library.</summary>
    /// <returns>The API table, and the path and version of the library that it comes from.</returns>
    /// <exception cref="OnnxRuntimeException">No usable library was found.</exception>
    public static (OrtApi Api, string Path, string Version) Load(string? optionPath)
    {
        List<string> searched = [];
        string? named = optionPath ?? Environment.GetEnvironmentVariable(PathVariable);
        IEnumerable<string> candidates = string.IsNullOrEmpty(named) ? AssetPaths() : [Path.GetFullPath(named)];
        foreach (string path in candidates)
        {
            if (TryLoad(path, out string finding) is { } api)
            {
                return (api, path, Version: finding);
            }

            searched.Add($"{path}: {finding}");
        }

        string advice = string.IsNullOrEmpty(named)
            ? "Reference the package Cascade.OnnxRuntime or one of the Microsoft.ML.OnnxRuntime family (1.12 or later), or set "
                + $"the environment variable {PathVariable} to the library's path."
            : $"The path was named in {(optionPath is null ? $"the environment variable {PathVariable}" : "the options")}; correct or remove it.";
        throw new OnnxRuntimeException(
            $"No native ONNX Runtime library could be loaded. {advice} Searched: {string.Join("; ", searched)}.", searched: searched);
    }

    // The finding is the version of a library that is loaded, and otherwise what is wrong with it.
    private static OrtApi? TryLoad(string path, out string finding)
    {
        finding = "no such file";
        if (!File.Exists(path))
        {
            return null;
        }

        nint library;
        try
        {
            library = NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            finding = e.Message;
            return null;
        }

        if (NativeLibrary.TryGetExport(library, "OrtGetApiBase", out nint getApiBase))
        {
            // struct OrtApiBase { const OrtApi* (*GetApi)(uint32_t); const char* (*GetVersionString)(); }
            nint* apiBase = ((delegate* unmanaged<nint*>)getApiBase)();
            nint* slots = ((delegate* unmanaged<uint, nint*>)apiBase[0])(OrtApi.Version);
            string version = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)apiBase[1])()) ?? "";
            if (slots is not null)
            {
                finding = version;
                return new OrtApi(slots);
            }

            finding = $"ONNX Runtime {version}, older than 1.12";
        }
        else
        {
            finding = "not ONNX Runtime: it does not export OrtGetApiBase";
        }

        NativeLibrary.Free(library);
        return null;
    }

    private static IEnumerable<string> AssetPaths()
    {
        // The folders that the host was told of by the application's .deps.json, then the places where publishing and copying put native files.
        string[] hostFolders = (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string os = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        string architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string[] folders = [.. hostFolders, AppContext.BaseDirectory, Path.Combine(AppContext.BaseDirectory, "runtimes", $"{os}-{architecture}", "native")];
        return from name in Names
               from folder in folders.Select(Path.TrimEndingDirectorySeparator).Distinct()
               select Path.Combine(folder, name);
    }
}
