namespace Cascade;

/// <summary>
/// Judges by the last words of English text. "and", "the" and "um" wait long. "to", "is" and numbers that go on wait a little. Questions and closed phrases end soon. Works without punctuation. Thread-safe.
/// </summary>
public sealed class TextTurnDetector : ITurnDetector
{
    private const float Closed = 0.9f;
    private const float Likely = 0.6f;
    private const float Open = 0.15f;
    private const float Doubtful = 0.4f;

    // Words behind which something follows almost always.
    private static readonly HashSet<string> OpenEnds = Of(
        "and or but because if although though unless until whose than as the a an my your our their its of with from into um uh er erm hmm let's we they he she i'm we're they're you're i'd we'd i'll we'll very between");

    // Words that end a sentence now and then: "I think so", "yes, it is", "that I'd like to".
    private static readonly HashSet<string> DoubtfulEnds = Of(
        "so when while that which who his to for in on at by about like well then plus i is are was were be been just maybe some any every not can could would should will shall may might must do does did have has had also");

    private static readonly HashSet<string> QuestionWords = Of("what where when why who whom whose which how is are was were do does did can could would should will shall may have has am isn't aren't don't doesn't didn't can't couldn't won't wouldn't");

    private static readonly HashSet<string> ClosedPhrases = [
        "yes", "no", "yeah", "nope", "sure", "stop", "okay", "ok", "thanks", "thank you", "thank you very much", "goodbye", "good bye", "bye", "hello", "hi", "good morning", "good evening", "never mind", "that's all", "that is all", "i don't know", "go on", "go ahead", "please stop", "that's right", "of course", "all right"];

    private static readonly HashSet<string> Numbers = Of(
        "zero oh one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand point double");

    /// <inheritdoc/>
    public ValueTask<float> PredictEndAsync(TurnEvidence evidence, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return ValueTask.FromResult(Predict(evidence.Text));
    }

    /// <summary>Gets the probability that a text is the whole of what the user has to say.</summary>
    internal static float Predict(string text)
    {
        string trimmed = text.Trim();
        string[] words = Words(trimmed);
        if (words.Length == 0)
        {
            return Likely;
        }

        if (trimmed[^1] is ',' or ':' or '-' or '—' or '…' || trimmed.EndsWith("...", StringComparison.Ordinal))
        {
            return Open;
        }

        if (ClosedPhrases.Contains(string.Join(' ', words)))
        {
            return Closed;
        }

        string last = words[^1];
        bool isPunctuated = trimmed[^1] is '.' or '?' or '!';
        if (!isPunctuated && OpenEnds.Contains(last))
        {
            return Open;
        }

        // "my number is five five five" may go on; "I am twenty" and "at ten" are over.
        if (!isPunctuated && (DoubtfulEnds.Contains(last) || (words.Length >= 2 && IsNumber(last) && IsNumber(words[^2]))))
        {
            return Doubtful;
        }

        return trimmed[^1] == '?' || (words.Length >= 3 && QuestionWords.Contains(words[0])) ? Closed : Likely;
    }

    internal static string[] Words(string text) =>
        [.. text.ToLowerInvariant().Split([' ', '\t', '\n', '\r', ',', '.', '!', '?', ';', ':', '"', '…'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Any(char.IsLetterOrDigit))];

    private static bool IsNumber(string word) => Numbers.Contains(word) || word.All(char.IsAsciiDigit);

    private static HashSet<string> Of(string words) => [.. words.Split(' ')];
}
