namespace Cascade.Tests.Audio;

/// <summary>Named pipes, whose opening and reading last as long as others like.</summary>
[Platform(Exclude = "Win", Reason = "mkfifo")]
public sealed class NamedPipeTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private string _pipe = "";

    [SetUp]
    public void MakePipe()
    {
        _pipe = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.pipe");
        ConversionTool.Run("mkfifo", [_pipe]);
    }

    [TearDown]
    public void DeletePipe() => File.Delete(_pipe);

    [Test]
    public async Task PipeWithoutAWriter_BlocksNobodyAndCanBeCanceled()
    {
        using CancellationTokenSource stop = new();
        await using StreamProcessor processor = new(new StreamProcessorOptions { Engine = VadEngine.Managed() });
        IAsyncEnumerator<CascadeResult> results = processor.ProcessFileAsync(_pipe, stop.Token).GetAsyncEnumerator();

        // A call that blocks would hold up this task, and not the test.
        Task<ValueTask<bool>> call = Task.Run(() => results.MoveNextAsync());
        ValueTask<bool> next = await call.WaitAsync(Longest);
        bool wasWaiting = !next.IsCompleted;
        await stop.CancelAsync();

        Assert.That(wasWaiting);
        Assert.That(async () => await next.AsTask().WaitAsync(Longest), Throws.InstanceOf<OperationCanceledException>());
        await results.DisposeAsync();
    }

    [Test]
    public async Task PipeWhoseWriterIsSilent_CanBeCanceled()
    {
        await using FileStream writer = new(_pipe, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        await writer.WriteAsync("RIFF"u8.ToArray());
        using CancellationTokenSource stop = new();

        Task<AudioFile> opening = AudioFile.OpenAsync(_pipe, cancellationToken: stop.Token).AsTask();
        await stop.CancelAsync();

        Assert.That(async () => await opening.WaitAsync(Longest), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task PipeWithAWriter_IsReadToItsEnd()
    {
        byte[] wav = await File.ReadAllBytesAsync(Recording.Monologue.Path);
        Task writing = Task.Run(async () =>
        {
            await using FileStream writer = new(_pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            await writer.WriteAsync(wav);
        });

        await using AudioFile file = await AudioFile.OpenAsync(_pipe);
        var audio = new MemoryStream();
        await file.Pcm.CopyToAsync(audio);
        await writing;

        Assert.That(audio.ToArray(), Is.EqualTo(Recording.Monologue.Audio));
    }
}
