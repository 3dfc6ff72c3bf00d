using Cascade.Cli.Detection;

namespace Cascade.Cli.Archives.Work;

/// <summary>How far a file is, for whoever looks from elsewhere.</summary>
internal sealed class FileProgress
{
    private volatile Func<(TimeSpan Position, TimeSpan? Length)>? _watch;

    public (TimeSpan Position, TimeSpan? Length) Now => _watch?.Invoke() ?? default;

    /// <summary>Follows a reading.</summary>
    public void Follow(Func<(TimeSpan Position, TimeSpan? Length)> watch) => _watch = watch;

    /// <summary>Follows a source.</summary>
    public void Follow(AudioSource source) => _watch = () => (source.Position, source.Duration);
}
