namespace Cascade.Archive.Tests.Support;

/// <summary>A request of a worker, which says in its user agent who it is.</summary>
internal sealed class HeldRequest(string userAgent)
{
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Released => _release.Task;

    public void Release() => _release.TrySetResult();

    public bool IsFrom(RunningTool worker) => userAgent.EndsWith($"-{worker.ProcessId})", StringComparison.Ordinal);
}
