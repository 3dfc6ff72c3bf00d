using System.Runtime.InteropServices;

namespace Cascade.Benchmarks.Load;

/// <summary>How the events that a client was told compare with those that its audio has.</summary>
/// <param name="Expected">How many there are.</param>
/// <param name="Lost">How many of them were not received.</param>
/// <param name="Repeated">How many were received once more than they are.</param>
/// <param name="Wrong">How many were received that there are not, or after one with a higher number.</param>
internal readonly record struct Verdict(long Expected, long Lost, long Repeated, long Wrong)
{
    public bool Holds => Lost == 0 && Repeated == 0 && Wrong == 0;

    public static Verdict Of(IEnumerable<ExpectedEvent> expected, IEnumerable<ReceivedEvent> received)
    {
        Dictionary<StreamEvent, int> owed = [];
        long count = 0;
        foreach (ExpectedEvent one in expected)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(owed, one.Event, out _)++;
            count++;
        }

        (long repeated, long wrong, long last) = (0, 0, 0);
        foreach (ReceivedEvent one in received)
        {
            ref int left = ref CollectionsMarshal.GetValueRefOrNullRef(owed, one.Event);
            bool known = !System.Runtime.CompilerServices.Unsafe.IsNullRef(ref left);
            if (known && left-- <= 0)
            {
                repeated++;
            }
            else if (!known || one.Number <= last)
            {
                wrong++;
            }

            last = Math.Max(last, one.Number);
        }

        return new Verdict(count, owed.Values.Where(left => left > 0).Sum(left => (long)left), repeated, wrong);
    }

    public static Verdict operator +(Verdict one, Verdict other) =>
        new(one.Expected + other.Expected, one.Lost + other.Lost, one.Repeated + other.Repeated, one.Wrong + other.Wrong);
}
