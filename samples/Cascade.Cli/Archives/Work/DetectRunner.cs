using Cascade.Cli.Detection;
using Cascade.Cli.Output;

namespace Cascade.Cli.Archives.Work;

/// <summary>Finds speech as <c>detect --format json</c> does.</summary>
internal sealed class DetectRunner(IDetector detector, InputFormat format) : ITaskRunner
{
    public async Task<byte[]> RunAsync(string path, FileProgress progress, CancellationToken cancellationToken)
    {
        using AudioInput input = await AudioInput.PrepareAsync(path, format, isReadTwice: false, cancellationToken);
        await using AudioSource source = await input.OpenAsync(cancellationToken);
        progress.Follow(source);
        DetectionResult result = await detector.DetectAsync(input, source, segments: null, cancellationToken);
        if (result is { Samples: 0, Shortfall: { } shortfall })
        {
            throw new InvalidDataException(shortfall); // as detect, which then prints no answer
        }

        using MemoryStream json = new();
        new JsonReport(json).Write(result);
        return ResultDocument.Clean(json.ToArray(), result.Shortfall);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
