namespace Cascade.Hosting.Realtime.Sessions;

/// <summary>The turn of the user that is going on.</summary>
internal sealed class UserTurn(long turn, Item item)
{
    public long Turn => turn;

    public Item Item => item;

    /// <summary>Gets whether its item is part of the conversation.</summary>
    public bool IsCommitted { get; set; }

    /// <summary>Gets whether the client has been told that speech began, and not yet that it ended.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Gets whether its words are known.</summary>
    public bool IsFinal { get; set; }

    /// <summary>Gets the place where its speech began.</summary>
    public TimeSpan Start { get; init; }

    /// <summary>Gets the place where speech ended last.</summary>
    public TimeSpan End { get; set; }
}
