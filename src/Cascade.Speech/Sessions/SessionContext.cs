namespace Cascade.Speech.Sessions;

/// <summary>The memory of a session between its utterances.</summary>
/// <param name="Grammar">The grammar that it chose last.</param>
/// <param name="Text">The end of its text.</param>
internal sealed record SessionContext(string? Grammar, string Text);
