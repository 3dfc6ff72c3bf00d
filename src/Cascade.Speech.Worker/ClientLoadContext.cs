using System.Reflection;
using System.Runtime.Loader;

namespace Cascade.Speech.Worker;

/// <summary>Loads a client's assembly with the dependencies that lie beside it; the interfaces are this program's own.</summary>
internal sealed class ClientLoadContext(string assemblyPath) : AssemblyLoadContext("client")
{
    private readonly AssemblyDependencyResolver _resolver = new(assemblyPath);
    private readonly string _folder = Path.GetDirectoryName(assemblyPath)!;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == typeof(Microsoft.Extensions.AI.ISpeechToTextClient).Assembly.GetName().Name)
        {
            return null;
        }

        string? path = _resolver.ResolveAssemblyToPath(assemblyName);
        if (path is null && File.Exists(Path.Combine(_folder, $"{assemblyName.Name}.dll")))
        {
            path = Path.Combine(_folder, $"{assemblyName.Name}.dll"); // an assembly of a host, whose list of dependencies has the host's name
        }

        return path is null ? null : LoadFromAssemblyPath(path);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
