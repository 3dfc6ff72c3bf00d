using Cascade.Benchmarks.Engines;

if (args is not ["engines"])
{
    Console.Error.WriteLine("Usage: Cascade.Benchmarks engines");
    return 1;
}

EngineComparison.Print(Console.Out);
return 0;
