using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cascade.Audio.Pcm;

/// <summary>Makes one channel of several.</summary>
internal static class Downmix
{
    /// <summary>
    /// The mean of each block's samples, summed in the order of the channels so that every chunking and processor gives the same bits.
    /// </summary>
    public static void Mean(ReadOnlySpan<float> interleaved, int channels, Span<float> mono)
    {
        Debug.Assert(interleaved.Length == mono.Length * channels, "One block gives one sample.");
        if (channels == 2)
        {
            int done = MeanOfPairs(interleaved, mono);
            interleaved = interleaved[(done * channels)..];
            mono = mono[done..];
        }

        for (int i = 0; i < mono.Length; i++)
        {
            float sum = 0;
            foreach (float sample in interleaved.Slice(i * channels, channels))
            {
                sum += sample;
            }

            mono[i] = sum / channels;
        }
    }

    /// <summary>Copies the bytes of one channel out of whole blocks, so that the others need not be decoded.</summary>
    public static void Select(ReadOnlySpan<byte> blocks, int bytesPerBlock, int offset, int bytesPerSample, Span<byte> selected)
    {
        for (; !selected.IsEmpty; selected = selected[bytesPerSample..], blocks = blocks[bytesPerBlock..])
        {
            blocks.Slice(offset, bytesPerSample).CopyTo(selected);
        }
    }

    private static int MeanOfPairs(ReadOnlySpan<float> interleaved, Span<float> mono)
    {
        ReadOnlySpan<Vector128<ulong>> pairs = MemoryMarshal.Cast<float, Vector128<ulong>>(interleaved);
        Span<Vector128<float>> means = MemoryMarshal.Cast<float, Vector128<float>>(mono);
        for (int i = 0; i < means.Length; i++)
        {
            Vector128<ulong> low = pairs[2 * i];
            Vector128<ulong> high = pairs[2 * i + 1];
            Vector128<float> left = Vector128.Narrow(low, high).AsSingle();
            Vector128<float> right = Vector128.Narrow(low >>> 32, high >>> 32).AsSingle();
            means[i] = (left + right) * 0.5f;
        }

        return means.Length * Vector128<float>.Count;
    }
}
