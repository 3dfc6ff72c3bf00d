using System.CommandLine;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cascade.Cli.Commands;

/// <summary><c>info</c>: what a question to the maintainers should come with.</summary>
internal static class InfoCommand
{
    public static Command Create()
    {
        Command command = new("info", "Tell versions, native library, processor, model and ffmpeg.");
        command.SetAction(_ =>
        {
            (string Name, string Value)[] lines =
            [
                ("cascade", Version(typeof(InfoCommand))),
                ("library", $"{Version(typeof(VadModel))}, {typeof(VadModel).Assembly.Location}"),
                (".NET", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}"),
                ("system", RuntimeInformation.OSDescription),
                ("processor", $"{Machine.Processor}, {Environment.ProcessorCount} logical"),
                ("vectors", Vectors()),
                ("ONNX Runtime", OnnxRuntime()),
                ("model", $"{VadModel.SileroV6.Name}, built in, SHA-256 {VadModel.SileroV6.Sha256}"),
                ("ffmpeg", CascadeRuntime.FindFfmpeg() ?? "not found: compressed files cannot be read"),
            ];
            foreach ((string name, string value) in lines)
            {
                Console.Out.Write($"{name,-14}{value}\n");
            }
        });
        return command;
    }

    private static string Version(Type type) => type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private static string Vectors() => CascadeRuntime.VectorBits switch
    {
        512 => "512 bits (AVX-512)",
        256 => "256 bits (AVX2, FMA)",
        _ when RuntimeInformation.ProcessArchitecture == Architecture.Arm64 => "128 bits (AdvSimd)",
        _ when !RuntimeFeature.IsDynamicCodeCompiled => "128 bits (compiled ahead of time for any processor: IlcInstructionSet allows more)",
        _ => "128 bits",
    };

    private static string OnnxRuntime()
    {
        try
        {
            OnnxRuntimeLibrary library = CascadeRuntime.LoadOnnxRuntime();
            return library.Path is null ? library.Version : $"{library.Version}, {library.Path}";
        }
        catch (OnnxRuntimeLoadException fault)
        {
            return $"not usable: {fault.Message}";
        }
    }
}
