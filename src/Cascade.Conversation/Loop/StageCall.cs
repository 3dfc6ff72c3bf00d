namespace Cascade.Dialogue;

/// <summary>
/// Tells the loop since when a stage waits for its client. The loop looks, because a client may hang without ever giving the stage its thread back.
/// </summary>
internal sealed class StageCall(ConversationStage stage, TimeProvider time)
{
    private long _due = long.MaxValue;
    private volatile string _code = "";
    private volatile int _stage = (int)stage;

    public ConversationStage Stage => (ConversationStage)_stage;

    /// <summary>Gets the fault if the call lasts too long.</summary>
    public string Code => _code;

    public void Begin(string code, TimeSpan limit, ConversationStage? inPlaceOf = null)
    {
        _code = code;
        _stage = (int)(inPlaceOf ?? stage);
        Volatile.Write(ref _due, time.GetTimestamp() + (long)(limit.TotalSeconds * time.TimestampFrequency));
    }

    public void End() => Volatile.Write(ref _due, long.MaxValue);

    public bool IsOverdue(long now) => now >= Volatile.Read(ref _due);
}
