namespace Cascade.Hosting.Sessions;

/// <summary>An event as it goes over the wire: JSON, and a binary message behind it unless that is empty.</summary>
internal sealed class LoggedEvent(long number, byte[] json, ReadOnlyMemory<byte> audio, bool isKept = true)
{
    public long Number => number;

    /// <summary>Whether another node is to know of it; else it is sent at once, and lost with the node.</summary>
    public bool IsKept => isKept;

    public byte[] Json { get; private set; } = json;

    public ReadOnlyMemory<byte> Audio { get; private set; } = audio;

    public int Bytes => Json.Length + Audio.Length;

    /// <summary>The one after it.</summary>
    public LoggedEvent? Next { get; set; }

    /// <summary>Lets go of the content. The log keeps the last event that it forgot as the place where the list begins.</summary>
    public void Clear() => (Json, Audio) = ([], default);
}
