namespace Cascade.Benchmarks.Talk;

/// <summary>A fault that the first speaker of a talk makes, once: a talk with it must fail.</summary>
internal enum TalkBreak
{
    /// <summary>None.</summary>
    None,

    /// <summary>An utterance that cannot be heard.</summary>
    Lost,

    /// <summary>A message behind an utterance, so that a second answer comes.</summary>
    Doubled,

    /// <summary>Speech that does not end.</summary>
    Stuck,
}
