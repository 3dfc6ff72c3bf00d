namespace Cascade;

/// <summary>Judges whether the user has said all there is to say, when a pause begins.</summary>
public interface ITurnDetector
{
    /// <summary>Predicts whether the turn has ended.</summary>
    /// <param name="evidence">The evidence at the pause.</param>
    /// <param name="cancellationToken">Canceled when speech resumes.</param>
    /// <returns>
    /// The probability from 0 to 1. From 0.8 on the turn ends after <see cref="ConversationOptions.MinimumEndpointDelay"/>, from 0.5 on after
    /// <see cref="ConversationOptions.EndpointDelay"/>; below, the delay grows to <see cref="ConversationOptions.MaximumEndpointDelay"/> at 0.
    /// </returns>
    /// <remarks>Called from any thread, for one pause at a time. An answer that takes longer than 300 ms, or throws, counts as 0.5 and is a fault.</remarks>
    ValueTask<float> PredictEndAsync(TurnEvidence evidence, CancellationToken cancellationToken = default);
}
