namespace Cascade.Dialogue;

/// <summary>A fault of a stage that has a code of its own. It never leaves the package: it becomes a <see cref="ConversationFault"/>.</summary>
internal sealed class StageException(string code, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public string Code => code;
}
