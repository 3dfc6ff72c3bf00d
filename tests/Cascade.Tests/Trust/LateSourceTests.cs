using Cascade.Framing;

namespace Cascade.Tests.Trust;

/// <summary>A source that answers when nobody waits for it any more. It takes the second that every source gets.</summary>
public sealed class LateSourceTests
{
    [Test]
    public async Task Source_IsNotDisposedWhileItIsBeingAsked()
    {
        ManualTime time = new();
        ManualSource source = new();
        SourceReader reader = new(source, static _ => Assert.Fail("nobody is there to keep a chunk"), time, CancellationToken.None, CancellationToken.None);
        Task<SourceRead> read = reader.ReadAsync(TimeSpan.FromSeconds(1)).AsTask();
        time.Advance(TimeSpan.FromSeconds(1));
        await read;
        await reader.DisposeAsync();
        Assert.That(source.Disposals, Is.Zero);
        source.Disposal.SetResult(true);
        source.Answer(SourceAnswer.Chunk);
        await source.Disposed;
        Assert.That(source.Disposals, Is.EqualTo(1));
    }
}
