namespace Cascade.Benchmarks.Load.Nodes;

/// <summary>A server of a cluster, a process of its own. Disposing kills it.</summary>
internal interface INodeProcess : IDisposable
{
    /// <summary>Asks the process to end, as an operator does, and waits until it has.</summary>
    Task EndAsync();
}
