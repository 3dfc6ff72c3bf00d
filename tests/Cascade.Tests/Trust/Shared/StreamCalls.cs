using FsCheck;
using FsCheck.Fluent;

namespace Cascade.Tests.Trust;

/// <summary>Random sequences of calls, and how a sequence that fails becomes a shorter one that does.</summary>
internal static class StreamCalls
{
    public static Arbitrary<StreamCall[]> Any { get; } = Arb.From(Gen.ArrayOf(Call()), Shrink);

    private static Gen<StreamCall> Call() =>
        from kind in Gen.Frequency(
            (12, Gen.Constant(StreamCallKind.Chunk)),
            (2, Gen.Constant(StreamCallKind.Source)),
            (2, Gen.Constant(StreamCallKind.SourceLeft)),
            (2, Gen.Constant(StreamCallKind.SourceThrows)),
            (3, Gen.Constant(StreamCallKind.Flush)),
            (3, Gen.Constant(StreamCallKind.Update)),
            (1, Gen.Constant(StreamCallKind.Reset)),
            (1, Gen.Constant(StreamCallKind.Twice)),
            (1, Gen.Frequency((1, Gen.Constant(StreamCallKind.Dispose)), (4, Gen.Constant(StreamCallKind.Chunk)))))
        from size in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 5), Gen.Choose(0, 1_500), Gen.Choose(0, 12_000), Gen.Choose(0, 60_000))
        from fault in Gen.Frequency(
            (6, Gen.Constant(StreamCallFault.None)),
            (1, Gen.Constant(StreamCallFault.Canceled)),
            (1, Gen.Constant(StreamCallFault.CanceledInMidCall)),
            (1, Gen.Constant(StreamCallFault.Inference)))
        from at in Gen.Choose(0, 12)
        select new StreamCall(kind, size, fault, at);

    private static IEnumerable<StreamCall[]> Shrink(StreamCall[] calls)
    {
        for (int count = calls.Length / 2; count > 0; count /= 2)
        {
            for (int start = 0; start + count <= calls.Length; start += count)
            {
                yield return [.. calls[..start], .. calls[(start + count)..]];
            }
        }

        for (int i = 0; i < calls.Length; i++)
        {
            foreach (StreamCall simpler in Shrink(calls[i]))
            {
                yield return [.. calls[..i], simpler, .. calls[(i + 1)..]];
            }
        }
    }

    private static IEnumerable<StreamCall> Shrink(StreamCall call)
    {
        if (call.Fault != StreamCallFault.None)
        {
            yield return call with { Fault = StreamCallFault.None };
        }

        if (call.Kind is StreamCallKind.Source or StreamCallKind.SourceLeft or StreamCallKind.Twice)
        {
            yield return call with { Kind = StreamCallKind.Chunk };
        }

        foreach (int size in new[] { 0, call.Size / 2, call.Size - 1024, call.Size - 1 })
        {
            if (size >= 0 && size < call.Size)
            {
                yield return call with { Size = size };
            }
        }

        if (call.At > 0)
        {
            yield return call with { At = call.At - 1 };
        }
    }
}
