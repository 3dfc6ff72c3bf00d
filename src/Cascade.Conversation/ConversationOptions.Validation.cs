namespace Cascade;

/// <content>The legal ranges, and the options of the voice activity detection.</content>
public sealed partial record ConversationOptions
{
    /// <exception cref="ArgumentException">A value is illegal.</exception>
    internal void Validate()
    {
        ThrowUnless(Enum.IsDefined(TurnTaking), TurnTaking, "a member of TurnTaking", nameof(TurnTaking));
        ThrowUnlessWithin(MinimumSpeech, 0, 2, nameof(MinimumSpeech));
        ThrowUnlessWithin(EarlyStart, 0.05, 2, nameof(EarlyStart));
        ThrowUnless(MinimumEndpointDelay >= EarlyStart && MinimumEndpointDelay <= EndpointDelay, MinimumEndpointDelay, "from EarlyStart to EndpointDelay", nameof(MinimumEndpointDelay));
        ThrowUnless(EndpointDelay <= MaximumEndpointDelay, EndpointDelay, "at most MaximumEndpointDelay", nameof(EndpointDelay));
        ThrowUnlessWithin(MaximumEndpointDelay, 0, 30, nameof(MaximumEndpointDelay));
        ThrowUnlessWithin(MergeWindow, 0, 10, nameof(MergeWindow));
        ThrowUnlessWithin(MaximumUtterance, 5, 300, nameof(MaximumUtterance));
        ThrowUnlessWithin(MinimumInterruption, 0, 5, nameof(MinimumInterruption));
        ThrowUnless(BackchannelLimit >= MinimumInterruption && BackchannelLimit <= TimeSpan.FromSeconds(5), BackchannelLimit, "from MinimumInterruption to 5 s", nameof(BackchannelLimit));
        ThrowUnless(MinimumInterruptionWords is >= 0 and <= 100, MinimumInterruptionWords, "from 0 to 100", nameof(MinimumInterruptionWords));
        ThrowUnlessWithin(ResumeAfterFalseInterruption, 0.1, 10, nameof(ResumeAfterFalseInterruption));
        ThrowUnlessWithin(EchoGuard, 0, 30, nameof(EchoGuard));
        ThrowUnless(MaximumToolCalls is >= 0 and <= 100, MaximumToolCalls, "from 0 to 100", nameof(MaximumToolCalls));
        ThrowUnless(MaximumReplyLength is >= 100 and <= 1_000_000, MaximumReplyLength, "from 100 to 1,000,000", nameof(MaximumReplyLength));
        ThrowUnless(MaximumHistoryMessages is >= 2 and <= 10_000, MaximumHistoryMessages, "from 2 to 10,000", nameof(MaximumHistoryMessages));
        ThrowUnless(MaximumHistoryLength is >= 100 and <= 10_000_000, MaximumHistoryLength, "from 100 to 10,000,000", nameof(MaximumHistoryLength));
        ThrowUnlessWithin(AudioAhead, 0.2, 60, nameof(AudioAhead));
        ThrowUnlessWithin(MaximumBacklog, 1, 300, nameof(MaximumBacklog));
        ThrowUnlessWithin(InputTimeout, 0.1, 60, nameof(InputTimeout));
        ArgumentNullException.ThrowIfNull(Hearing, nameof(Hearing));
        ArgumentNullException.ThrowIfNull(Sentences, nameof(Sentences));
        ArgumentNullException.ThrowIfNull(CodePhrase, nameof(CodePhrase));
        ArgumentNullException.ThrowIfNull(History, nameof(History));
        ArgumentNullException.ThrowIfNull(Timeouts, nameof(Timeouts));
        ArgumentNullException.ThrowIfNull(TimeProvider, nameof(TimeProvider));
        Sentences.Validate();
        Timeouts.Validate();
        ToHearing().Validate();
    }

    /// <exception cref="ArgumentException">A value is illegal, or differs where a conversation cannot change it.</exception>
    internal void ValidateAsUpdateOf(ConversationOptions current)
    {
        Validate();
        bool isSame = Hearing == current.Hearing && MinimumSpeech == current.MinimumSpeech && EarlyStart == current.EarlyStart && MaximumUtterance == current.MaximumUtterance
            && MaximumBacklog == current.MaximumBacklog && InputTimeout == current.InputTimeout && AudioAhead == current.AudioAhead
            && ReferenceEquals(TimeProvider, current.TimeProvider) && ReferenceEquals(LoggerFactory, current.LoggerFactory) && ConversationId == current.ConversationId && ReferenceEquals(History, current.History);
        if (!isSame)
        {
            throw new ArgumentException(
                "Hearing, MinimumSpeech, EarlyStart, MaximumUtterance, MaximumBacklog, InputTimeout, AudioAhead, TimeProvider, LoggerFactory, ConversationId and History hold for the life of a conversation; one of them differs. Make the options from the present ones by 'with'.");
        }
    }

    /// <summary>Gets what the voice activity detection is given: the one place that knows its options.</summary>
    internal StreamProcessorOptions ToHearing() => Hearing with
    {
        Speech = Hearing.Speech with
        {
            MinimumSilence = EarlyStart,
            MinimumSpeech = MinimumSpeech,
            SpeechPad = TimeSpan.FromMilliseconds(30),
            MaximumSpeech = MaximumUtterance,
            Results = ResultKinds.Frames | ResultKinds.Segments | ResultKinds.SpeechStarted | ResultKinds.SpeechProgress | ResultKinds.SpeechDiscarded,
        },
        Audio = ResultAudio.Pcm16Mono,
        LoggerFactory = Hearing.LoggerFactory ?? LoggerFactory,
        TimeProvider = TimeProvider,
    };

    private static void ThrowUnlessWithin(TimeSpan value, double fromSeconds, double toSeconds, string name) =>
        ThrowUnless(value >= TimeSpan.FromSeconds(fromSeconds) && value <= TimeSpan.FromSeconds(toSeconds), value, $"from {fromSeconds} s to {toSeconds} s", name);

    private static void ThrowUnless(bool isLegal, object? value, string expected, string name)
    {
        if (!isLegal)
        {
            throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"{name} must be {expected}."));
        }
    }
}
