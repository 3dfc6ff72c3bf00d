using Cascade.Inference;
using Cascade.Segmentation;

namespace Cascade.Tests.Trust;

/// <summary>What a network answers to a recording: to compare the answer of a state that has heard much with that of a fresh one.</summary>
internal sealed class MarkerAnswer
{
    private readonly float[] _probabilities;

    private MarkerAnswer(float[] probabilities) => _probabilities = probabilities;

    /// <summary>Plays the recording to a network, which goes on with the state that it has.</summary>
    public static MarkerAnswer Of(IFrameInference inference, float[][] recording) => new([.. recording.Select(frame => inference.Infer(frame))]);

    /// <summary>The largest difference of a probability from a frame on.</summary>
    public double LargestDifference(MarkerAnswer other, int fromFrame) =>
        _probabilities.Zip(other._probabilities).Skip(fromFrame).Max(pair => Math.Abs((double)pair.First - pair.Second));

    /// <summary>The mean probability.</summary>
    public double Mean => _probabilities.Average(probability => (double)probability);

    /// <summary>Frames in speech, with silero's defaults.</summary>
    public int SpeechFrames
    {
        get
        {
            SpeechDetector detector = new(new SegmentationSettings(new SpeechSettings()));
            int count = 0;
            bool isSpeech = false;
            for (int i = 0; i < _probabilities.Length; i++)
            {
                isSpeech = detector.Advance(_probabilities[i], (long)i * SileroNetwork.FrameSamples) switch
                {
                    Transition.Onset => true,
                    Transition.Offset => false,
                    _ => isSpeech,
                };
                count += isSpeech ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary>Starts and ends of speech that only one of both has, with silero's defaults.</summary>
    public int DifferingEvents(MarkerAnswer other, int fromFrame)
    {
        HashSet<(int, Transition)> events = Events(fromFrame);
        events.SymmetricExceptWith(other.Events(fromFrame));
        return events.Count;
    }

    private HashSet<(int, Transition)> Events(int fromFrame)
    {
        SpeechDetector detector = new(new SegmentationSettings(new SpeechSettings()));
        HashSet<(int, Transition)> events = [];
        for (int i = 0; i < _probabilities.Length; i++)
        {
            if (detector.Advance(_probabilities[i], (long)i * SileroNetwork.FrameSamples) is (Transition.Onset or Transition.Offset) and Transition change && i >= fromFrame)
            {
                events.Add((i, change));
            }
        }

        return events;
    }
}
