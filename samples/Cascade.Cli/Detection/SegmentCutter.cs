namespace Cascade.Cli.Detection;

/// <summary>
/// Saves ranges of an input's audio, converted as the network hears it: by a stream processor to which everything is speech, so that its segments hold all of the audio
/// in order, also what at the end is less than a frame.
/// </summary>
internal static class SegmentCutter
{
    /// <param name="input">Read once more.</param>
    /// <param name="ranges">In order, without overlap.</param>
    /// <param name="segments">Where they go.</param>
    /// <param name="options">Those of the detection, for the engine.</param>
    /// <param name="cancellationToken">Ends the saving.</param>
    public static async Task SaveAsync(AudioInput input, IEnumerable<SpeechTimestamp> ranges, SegmentWriter segments, VadOptions options, CancellationToken cancellationToken)
    {
        await using AudioSource source = await input.OpenAsync(cancellationToken);
        await using StreamProcessor processor = new(new StreamProcessorOptions
        {
            Threshold = double.Epsilon,
            SpeechPad = TimeSpan.Zero,
            Results = ResultKinds.Frames | ResultKinds.Segments,
            InputFormat = source.Format,
            Model = options.Model,
            Engine = options.Engine,
            ShareSession = options.ShareSession,
        });
        using MemoryStream audio = new();
        Queue<SpeechTimestamp> left = new(ranges);
        try
        {
            await foreach (CascadeResult result in processor.ProcessStreamAsync(source.Pcm, cancellationToken))
            {
                ReadOnlyMemory<byte> piece = result is SpeechSegment speech ? speech.Audio : ((AudioFrame)result).Audio;
                while (left.TryPeek(out SpeechTimestamp range) && range.StartSample < result.EndSample)
                {
                    long first = Math.Max(range.StartSample, result.StartSample) - result.StartSample;
                    long end = Math.Min(range.EndSample, result.EndSample) - result.StartSample;
                    audio.Write(piece.Span[(int)(first * Pcm.BytesPerSample)..(int)(end * Pcm.BytesPerSample)]);
                    if (range.EndSample > result.EndSample)
                    {
                        break; // goes on in the next piece
                    }

                    await segments.WriteAsync(left.Dequeue().StartSample, audio.GetBuffer().AsMemory(0, (int)audio.Length), Pcm.SampleRateHz);
                    audio.SetLength(0);
                }
            }
        }
        catch (AudioFormatException) when (left.Count == 0)
        {
            // A part of the file is missing; the detection has said so.
        }
    }
}
