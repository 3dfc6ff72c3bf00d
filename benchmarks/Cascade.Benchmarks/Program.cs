using Cascade.Benchmarks;
using Cascade.Benchmarks.Engines;
using Cascade.Benchmarks.Guard;

// The list of commands takes milliseconds to compile, which are not the probes': they measure how a process starts.
return args is [var probe, .. var rest] ? probe switch
{
    StartupProbe.Name => await StartupProbe.RunAsync(rest),
    MemoryProbe.Name => await MemoryProbe.RunAsync(rest),
    NetworkProbe.Name => NetworkProbe.Run(),
    GuardProbe.Name => GuardProbe.Run(rest),
    _ => await Commands.RunAsync(args),
}
: await Commands.RunAsync(args);
