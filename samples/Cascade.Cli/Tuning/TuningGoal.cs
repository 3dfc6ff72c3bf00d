namespace Cascade.Cli.Tuning;

/// <summary>What settings are chosen for.</summary>
internal enum TuningGoal
{
    /// <summary>Found and labelled speech cover each other: F1.</summary>
    F1,

    /// <summary>Speech reaches a recogniser whole: misses weigh more than silence that is taken for speech, and misses at the beginning of speech most.</summary>
    Recognizer,
}
