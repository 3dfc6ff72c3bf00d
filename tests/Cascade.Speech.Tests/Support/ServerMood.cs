namespace Cascade.Speech.Tests.Support;

/// <summary>What a server does with a request.</summary>
internal enum ServerMood
{
    /// <summary>Answers.</summary>
    Well,

    /// <summary>Answers with status 500.</summary>
    Error,

    /// <summary>Never answers.</summary>
    Slow,

    /// <summary>Begins to answer and cuts the connection.</summary>
    Cut,
}
