namespace Cascade.Benchmarks.Load.Talk;

/// <summary>The faults that are made during turns.</summary>
internal enum TalkFault
{
    /// <summary>The connection is cut, and the client comes back at once.</summary>
    Drop,

    /// <summary>The client stops reading for three seconds.</summary>
    Stall,

    /// <summary>A worker of the server is killed, whatever it does at the time.</summary>
    Kill,
}
