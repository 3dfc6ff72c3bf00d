using Cascade;
using Cascade.Benchmarks;
using Cascade.Benchmarks.Engines;
using Cascade.Benchmarks.Guard;

try
{
    // The list of commands takes milliseconds to compile, which are not the probes': they measure how a process starts.
    return args.FirstOrDefault() switch
    {
        StartupProbe.Name => await StartupProbe.RunAsync(args[1..]),
        MemoryProbe.Name => await MemoryProbe.RunAsync(args[1..]),
        NetworkProbe.Name => NetworkProbe.Run(),
        GuardProbe.Name => GuardProbe.Run(args[1..]),
        _ => await Commands.RunAsync(args),
    };
}
catch (ArgumentException e)
{
    Console.Error.WriteLine($"{e.Message} Try --help.");
    return 2;
}
catch (Exception e) when (e is CascadeException or IOException or InvalidOperationException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
