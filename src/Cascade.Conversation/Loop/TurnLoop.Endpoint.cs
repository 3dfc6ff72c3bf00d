namespace Cascade.Dialogue;

/// <content>The silence that ends a turn.</content>
internal sealed partial class TurnLoop
{
    // The endpoint: the silence that the judgement asks for, once the text is known.
    private void CheckEndpoint(Utterance utterance)
    {
        if (utterance.IsEnded || !utterance.IsConfirmed || utterance.IsOpen || utterance.IsDropped || IsChallenge(utterance) || _turn?.Utterance != utterance)
        {
            return;
        }

        if (!utterance.IsRecognised)
        {
            if (_recognition is null && (utterance.Silence >= SampleClock.ToSamples(_options.EndpointDelay) || utterance.IsCommitted))
            {
                Recognise(utterance);
            }
        }
        else if (utterance.IsCommitted || utterance.Silence >= SampleClock.ToSamples(DelayFor(utterance.Ended)))
        {
            EndUtterance(utterance);
        }
    }

    private TimeSpan DelayFor(float? ended)
    {
        TimeSpan usual = _options.EndpointDelay;
        if (_options.AdaptEndpoint && _usualPause > 0)
        {
            TimeSpan adapted = SampleClock.ToTime((long)_usualPause) * 1.2;
            usual = adapted < usual ? usual : adapted > _options.MaximumEndpointDelay ? _options.MaximumEndpointDelay : adapted;
        }

        return ended switch
        {
            >= 0.8f => _options.MinimumEndpointDelay,
            null or >= 0.5f => usual,
            { } open => usual + ((_options.MaximumEndpointDelay - usual) * ((0.5 - open) / 0.5)),
        };
    }
}
