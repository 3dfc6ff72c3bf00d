namespace Cascade;

/// <summary>
/// Judges by the last words of English text: "and", "the", "um" and numbers that go on wait; questions and closed phrases end soon. Works without punctuation. Thread-safe.
/// </summary>
public sealed class TextTurnDetector : ITurnDetector
{
    private const float Closed = 0.9f;
    private const float Likely = 0.6f;
    private const float Open = 0.15f;
    private const float Number = 0.4f;

    private static readonly HashSet<string> OpenEnds = Of(
        "and or but so because if when while although though unless until that which who whose than as the a an my your his her its our their to of for with from in on at by about into like um uh er erm hmm well then plus i we they he she is are was were be been very really just maybe some any every no not can could would should will shall may might must do does did have has had let's let please also between");

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

        string last = words[^1];
        bool isCut = trimmed[^1] is ',' or ':' or '-' or '—' || trimmed.EndsWith("...", StringComparison.Ordinal) || trimmed[^1] == '…';
        if (isCut || (trimmed[^1] is not ('.' or '?' or '!') && OpenEnds.Contains(last) && !ClosedPhrases.Contains(string.Join(' ', words))))
        {
            return Open;
        }

        if (IsNumber(last))
        {
            // "my number is five five five" may go on; "I am twenty" and "at ten" are over.
            return words.Length >= 2 && IsNumber(words[^2]) && trimmed[^1] is not ('.' or '!') ? Number : Likely;
        }

        return trimmed[^1] == '?' || (words.Length >= 3 && QuestionWords.Contains(words[0])) || ClosedPhrases.Contains(string.Join(' ', words)) ? Closed : Likely;
    }

    internal static string[] Words(string text) =>
        [.. text.ToLowerInvariant().Split([' ', '\t', '\n', '\r', ',', '.', '!', '?', ';', ':', '"', '…'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Any(char.IsLetterOrDigit))];

    private static bool IsNumber(string word) => Numbers.Contains(word) || word.All(char.IsAsciiDigit);

    private static HashSet<string> Of(string words) => [.. words.Split(' ')];
}
