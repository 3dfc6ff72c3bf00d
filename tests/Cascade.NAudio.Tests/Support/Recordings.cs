namespace Cascade.Tests;

/// <summary>The recordings of the tests.</summary>
internal static class Recordings
{
    /// <summary>24 s of conversation, 16 kHz mono PCM16.</summary>
    public static string Conversation { get; } = Path.Combine(AppContext.BaseDirectory, "conversation.wav");

    /// <summary>The same at 8 kHz.</summary>
    public static string Conversation8k { get; } = Path.Combine(AppContext.BaseDirectory, "conversation-8k.wav");
}
