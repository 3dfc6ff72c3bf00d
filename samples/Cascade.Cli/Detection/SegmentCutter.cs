namespace Cascade.Cli.Detection;

/// <summary>Saves ranges of an input's audio as 16 kHz mono, in one more pass over the input.</summary>
internal static class SegmentCutter
{
    private const int ReadBytes = 16 * 1024;

    /// <param name="input">Read once more.</param>
    /// <param name="ranges">In order, without overlap.</param>
    /// <param name="segments">Receives the ranges.</param>
    /// <param name="cancellationToken">Ends the saving.</param>
    public static async Task SaveAsync(AudioInput input, IEnumerable<SpeechTimestamp> ranges, SegmentWriter segments, CancellationToken cancellationToken)
    {
        await using AudioSource source = await input.OpenAsync(cancellationToken);
        AudioConverter converter = new(source.Format);
        Queue<SpeechTimestamp> left = new(ranges);
        using MemoryStream audio = new();
        long position = 0;
        byte[] bytes = new byte[ReadBytes];
        float[] samples = new float[SampleClock.SampleRateHz];
        try
        {
            while (left.Count > 0 && await source.Pcm.ReadAsync(bytes, cancellationToken) is > 0 and int count)
            {
                ReadOnlyMemory<byte> rest = bytes.AsMemory(0, count);
                int converted;
                do
                {
                    converted = converter.Convert(rest.Span, samples, out int used);
                    rest = rest[used..];
                    await CutAsync(samples.AsMemory(0, converted));
                }
                while (!rest.IsEmpty || converted == samples.Length);
            }
        }
        catch (AudioFormatException) when (left.Count == 0)
        {
            // A part of the file is missing; the detection has said so.
        }

        for (int tail = samples.Length; left.Count > 0 && tail == samples.Length;)
        {
            tail = converter.Flush(samples);
            await CutAsync(samples.AsMemory(0, tail));
        }

        async Task CutAsync(ReadOnlyMemory<float> piece)
        {
            long end = position + piece.Length;
            while (left.TryPeek(out SpeechTimestamp range) && range.StartSample < end)
            {
                int first = (int)(Math.Max(range.StartSample, position) - position);
                int last = (int)(Math.Min(range.EndSample, end) - position);
                audio.Write(AudioConverter.ToPcm16(piece.Span[first..last]));
                if (range.EndSample > end)
                {
                    break; // goes on in the next piece
                }

                await segments.WriteAsync(left.Dequeue().StartSample, audio.GetBuffer().AsMemory(0, (int)audio.Length), AudioFormat.Pcm16Mono16k);
                audio.SetLength(0);
            }

            position = end;
        }
    }
}
