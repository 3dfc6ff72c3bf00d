namespace Cascade.Dialogue;

/// <summary>A recognition of an utterance's open part, and the judgement of the pause behind it.</summary>
internal sealed class RecognitionJob(long generation, Turn turn, Utterance utterance, int? cutFrames, TimeProvider time) : Job(generation, turn)
{
    public Utterance Utterance => utterance;

    /// <summary>Gets the frames of a part that was cut at the maximum, or <see langword="null"/>.</summary>
    public int? CutFrames => cutFrames;

    public StageCall Recognition { get; } = new(ConversationStage.Recognition, time);

    public StageCall Detection { get; } = new(ConversationStage.TurnDetection, time);

    public override IEnumerable<StageCall> Calls => [Recognition, Detection];
}
