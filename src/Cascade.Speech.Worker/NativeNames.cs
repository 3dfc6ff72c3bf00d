using System.Runtime.InteropServices;

namespace Cascade.Speech.Worker;

/// <summary>Finds native libraries by the names that systems give them.</summary>
internal static class NativeNames
{
    /// <exception cref="DllNotFoundException">None of the names is installed.</exception>
    public static nint Load(string what, params string[] names)
    {
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out nint library))
            {
                return library;
            }
        }

        throw new DllNotFoundException(
            $"The library of {what} is not installed: expected one of {string.Join(", ", names)} where the system looks for libraries. Debian and Ubuntu: sudo apt-get install {PackageOf(what)}.");
    }

    private static string PackageOf(string what) => what == "pocketsphinx" ? "libpocketsphinx3 pocketsphinx-en-us" : "flite";
}
