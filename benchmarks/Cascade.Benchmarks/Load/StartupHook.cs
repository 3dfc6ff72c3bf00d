using System.Globalization;

/// <summary>
/// Runs inside the server that is under load, which knows nothing of it: the runtime starts it by DOTNET_STARTUP_HOOKS, and wants exactly this name without a namespace. It collects when
/// a line says so, and tells what lives.
/// </summary>
internal static class StartupHook
{
    /// <summary>The line on standard input that asks for a collection.</summary>
    public const string Collect = "collect";

    /// <summary>Begins the answer, a line on standard output; the live bytes follow.</summary>
    public const string Live = "live bytes: ";

    /// <summary>The environment variable that says how many bytes a second are to leak.</summary>
    public const string Leak = "CASCADE_LOAD_LEAK";

    // Collections in a row: finalizers of the first free memory for the second.
    private const int Collections = 2;
    private const int LeaksPerSecond = 10;

    private static readonly List<byte[]> Leaked = [];

    /// <summary>The runtime calls it before the program's own main method.</summary>
    public static void Initialize()
    {
        Environment.SetEnvironmentVariable("DOTNET_STARTUP_HOOKS", null); // workers of the server are not to read their standard input by it
        new Thread(Answer) { IsBackground = true }.Start();
        if (int.TryParse(Environment.GetEnvironmentVariable(Leak), NumberStyles.None, CultureInfo.InvariantCulture, out int bytes) && bytes > 0)
        {
            new Thread(() => KeepLeaking(bytes)) { IsBackground = true }.Start();
        }
    }

    private static void Answer()
    {
        while (Console.In.ReadLine() is { } line)
        {
            if (line == Collect)
            {
                for (int i = 0; i < Collections; i++)
                {
                    GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                    GC.WaitForPendingFinalizers();
                }

                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Live}{GC.GetTotalMemory(forceFullCollection: false)}"));
            }
        }
    }

    private static void KeepLeaking(int bytesPerSecond)
    {
        while (true)
        {
            Leaked.Add(new byte[bytesPerSecond / LeaksPerSecond]);
            Thread.Sleep(1000 / LeaksPerSecond);
        }
    }
}
