namespace Cascade.Cli.Archives.Sources;

/// <summary>The policy does not allow a source, or the source will never be there: another try changes nothing.</summary>
internal sealed class SourceRefusedException(string message) : Exception(message);
