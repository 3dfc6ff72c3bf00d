namespace Cascade.Speech.Tests.Shared;

/// <summary>What <see cref="FaultyClient"/> does with an utterance.</summary>
public enum Fault : short
{
    /// <summary>Answers with the number in the audio.</summary>
    None,

    /// <summary>Reads an address that does not exist.</summary>
    Segmentation,

    /// <summary>Sleeps for an hour in native code.</summary>
    Hang,

    /// <summary>Throws.</summary>
    Throw,

    /// <summary>Closes the pipes to the host and lives on.</summary>
    ClosePipe,

    /// <summary>Writes bytes that are no frame to the host.</summary>
    Garbage,

    /// <summary>Takes 500 MB and sleeps.</summary>
    Leak,

    /// <summary>Takes 500 MB and answers.</summary>
    LeakAndAnswer,

    /// <summary>Prints to standard output by native code and answers.</summary>
    Print,

    /// <summary>Answers, then reads an address that does not exist.</summary>
    AnswerThenSegmentation,

    /// <summary>Ends without a word when it is canceled.</summary>
    SilentCancel,

    /// <summary>Gives a thousand texts before the last one.</summary>
    Many,

    /// <summary>Answers with the text of its session so far.</summary>
    Context,
}
