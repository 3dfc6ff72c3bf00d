using Cascade.Benchmarks.Load;

namespace Cascade.Hosting.Tests.Load;

/// <summary>What the load generator's comparison notices, on the events of a real recording.</summary>
internal sealed class VerdictTests
{
    private const int HeaderBytes = 44;

    private List<ExpectedEvent> _expected = [];
    private List<ReceivedEvent> _received = [];

    [SetUp]
    public async Task SetUpAsync()
    {
        byte[] audio = (await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Golden", "conversation.wav")))[HeaderBytes..];
        StreamProcessorOptions options = new() { Engine = VadEngine.Managed(), Speech = new SpeechSettings { Results = ProcessorEvents.Kinds } };
        _expected = await ProcessorEvents.FindAsync(options, [audio]);
        _received = [.. _expected.Select((one, index) => new ReceivedEvent(index + 1, one.Event, 0, 0))];
    }

    [Test]
    public void AllEvents_Hold() => Assert.That(Verdict.Of(_expected, _received), Is.EqualTo(new Verdict(_expected.Count, 0, 0, 0)));

    [Test]
    public void LostEvent_IsLost()
    {
        _received.RemoveAt(_received.Count / 2);

        var verdict = Verdict.Of(_expected, _received);

        Assert.That(verdict, Is.EqualTo(new Verdict(_expected.Count, 1, 0, 0)));
        Assert.That(verdict.Holds, Is.False);
    }

    [Test]
    public void RepeatedEvent_IsRepeated()
    {
        _received.Insert(3, _received[2]);

        Assert.That(Verdict.Of(_expected, _received), Is.EqualTo(new Verdict(_expected.Count, 0, 1, 0)));
    }

    [Test]
    public void BorderOneSampleOff_IsLostAndWrong()
    {
        int segment = _received.FindIndex(one => one.Event.Kind == EventKind.Segment);
        ReceivedEvent right = _received[segment];
        _received[segment] = right with { Event = right.Event with { EndSample = right.Event.EndSample + 1 } };

        Assert.That(Verdict.Of(_expected, _received), Is.EqualTo(new Verdict(_expected.Count, 1, 0, 1)));
    }

    [Test]
    public void EventsOutOfOrder_AreWrong()
    {
        (_received[1], _received[2]) = (_received[2], _received[1]);

        Assert.That(Verdict.Of(_expected, _received), Is.EqualTo(new Verdict(_expected.Count, 0, 0, 1)));
    }

    [Test]
    public void Events_AreDecidedByTheFrameThatEndsSpeech()
    {
        ExpectedEvent ended = _expected.First(one => one.Event.Kind == EventKind.SpeechEnded);
        ExpectedEvent segment = _expected[_expected.IndexOf(ended) + 1];

        Assert.That(segment.Event.Kind, Is.EqualTo(EventKind.Segment));
        Assert.That(segment.DecidedAt, Is.EqualTo(ended.DecidedAt).And.GreaterThan(segment.Event.EndSample));
    }

    [Test]
    public void FramesThatFollowEachOther_Hold()
    {
        FrameCoverage frames = Heard((0, 3), (1536, 4));
        frames.End(3600);

        Assert.That((frames.Frames, frames.Lost, frames.Repeated), Is.EqualTo((7, 0, 0)));
    }

    [Test]
    public void FramesMissingBetweenAndAtTheEnd_AreLost()
    {
        FrameCoverage frames = Heard((0, 3), (2048, 4));
        frames.End(5120);

        Assert.That((frames.Lost, frames.Repeated), Is.EqualTo((1 + 2, 0)));
    }

    [Test]
    public void FramesToldTwice_AreRepeated()
    {
        FrameCoverage frames = Heard((0, 3), (512, 3));

        Assert.That((frames.Lost, frames.Repeated), Is.EqualTo((0, 2)));
    }

    [Test]
    public void GapAfterAReconnection_IsNoLoss()
    {
        FrameCoverage frames = Heard((0, 3));
        frames.Reconnect();
        frames.Add(5120, 3);
        frames.Add(5120 + 2048, 1);

        Assert.That((frames.Lost, frames.Repeated), Is.EqualTo((1, 0)));
    }

    private static FrameCoverage Heard(params (long Start, int Frames)[] messages)
    {
        FrameCoverage frames = new();
        foreach ((long start, int count) in messages)
        {
            frames.Add(start, count);
        }

        return frames;
    }
}
