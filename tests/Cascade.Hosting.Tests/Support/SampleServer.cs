using System.Diagnostics;
using System.Reflection;

namespace Cascade.Hosting.Tests;

/// <summary>The sample server as its users start it: a process.</summary>
internal sealed class SampleServer : IDisposable
{
    private readonly Process _process;

    private SampleServer(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<SampleServer> StartAsync(params string[] arguments)
    {
        string root = typeof(SampleServer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
        string configuration = AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";
        string program = Path.Combine(root, "samples", "Cascade.Server", "bin", configuration, "net10.0", "Cascade.Server.dll");
        ProcessStartInfo start = new("dotnet", [program, "--urls", "http://127.0.0.1:0", .. arguments]) { RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() };
        Process process = Process.Start(start)!;
        string? line;
        do
        {
            line = await process.StandardOutput.ReadLineAsync(Eventually.Soon());
            Assert.That(line, Is.Not.Null, "the server has ended");
        }
        while (!line!.StartsWith("Open ", StringComparison.Ordinal));

        _ = process.StandardOutput.ReadToEndAsync();
        return new SampleServer(process, new Uri(line["Open ".Length..]));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
