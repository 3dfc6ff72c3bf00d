namespace Cascade.Cli.Archives.Work;

/// <summary>This machine lacks something that every file needs: the worker ends, and leaves the jobs to others.</summary>
internal sealed class WorkerFaultException(string message, Exception inner) : Exception(message, inner);
