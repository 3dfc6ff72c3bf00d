namespace Cascade.Hosting.Sessions;

/// <summary>The connection that a session is attached to, as the session sees it. Neither method waits.</summary>
internal interface ISessionPeer
{
    /// <summary>There is something to send.</summary>
    void Wake();

    /// <summary>Sends what waits, then ends the connection. The first ending counts.</summary>
    void End(Ending ending);
}
