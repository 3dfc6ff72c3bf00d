namespace Cascade.Hosting.Realtime.Sessions;

/// <summary>A sentence of an answer as the client was told.</summary>
/// <param name="Event">The number of the event.</param>
/// <param name="Text">Its text, with the space that joins it to the sentence before.</param>
internal sealed record ToldSentence(long Event, string Text);
