namespace Cascade.Hosting.Nodes;

/// <summary>
/// Where sessions are kept that any node may go on with. A session has one owner: who holds its highest epoch. No call throws for a store that cannot be reached; each says so and is back within a second.
/// </summary>
internal interface ISessionStore
{
    /// <summary>Keeps a session for a while, unless another node has taken it since.</summary>
    ValueTask<StoreAnswer> WriteAsync(string id, long epoch, byte[] state, TimeSpan keptFor);

    /// <summary>Keeps what is kept for a while longer, unless another node has taken the session.</summary>
    ValueTask<StoreAnswer> RenewAsync(string id, long epoch, TimeSpan keptFor);

    /// <summary>Forgets a session that has ended, unless another node has taken it.</summary>
    ValueTask<StoreAnswer> EndAsync(string id, long epoch);

    /// <summary>Says what is to be called, and must not wait, when the store can be reached again.</summary>
    void OnBack(Action isBack);

    /// <summary>Takes a session over: from now on nothing is written with an epoch from before.</summary>
    ValueTask<TakenSession> TakeAsync(string id);
}
