using System.Runtime.InteropServices;
using System.Text;
using Cascade.Speech.Wire;

namespace Cascade.Speech.Worker.Flite;

/// <summary>Speaks with flite, sentence by sentence: words and phonemes with their times, then the audio.</summary>
internal sealed unsafe class FliteEngine : IWorkerEngine
{
    private const int PieceMilliseconds = 100;

    private readonly nint _voice;

    public FliteEngine(FliteSetup setup)
    {
        FliteLibrary.Initialize();
        _voice = FliteLibrary.LoadVoice(setup.Voice);
    }

    public void Run(JobHeader header, ReadOnlyMemory<byte> data, JobOutput output, CancellationToken cancellationToken)
    {
        Set("duration_stretch"u8, 1 / (header.Speed ?? 1));
        long start = 0;
        foreach (string sentence in Sentences.Split(Encoding.UTF8.GetString(data.Span)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            start += Speak(sentence, start, output);
        }
    }

    // Returns the length in ticks.
    private long Speak(string sentence, long start, JobOutput output)
    {
        nint utterance;
        fixed (byte* text = Encoding.UTF8.GetBytes(sentence + '\0'))
        {
            utterance = FliteLibrary.Synthesize(text, _voice);
        }

        if (utterance == 0)
        {
            throw new InvalidOperationException("flite made nothing of the text.");
        }

        try
        {
            FliteLibrary.Wave* wave = FliteLibrary.GetWave(utterance);
            if (wave == null || wave->SampleCount == 0)
            {
                return 0;
            }

            output.Write(new ResultPart
            {
                Text = sentence,
                Start = start,
                SampleRateHz = wave->SampleRateHz,
                Words = ReadMarks(utterance, "Word"u8, "R:SylStructure.daughtern.daughtern.R:Segment.end"u8, "R:SylStructure.daughter1.daughter1.R:Segment.p.end"u8, start),
                Phonemes = ReadMarks(utterance, "Segment"u8, "end"u8, "p.end"u8, start),
            });
            WriteAudio(wave, output);
            return TimeSpan.TicksPerSecond * wave->SampleCount / wave->SampleRateHz;
        }
        finally
        {
            FliteLibrary.DeleteUtterance(utterance);
        }
    }

    private static void WriteAudio(FliteLibrary.Wave* wave, JobOutput output)
    {
        ReadOnlySpan<byte> rest = new(wave->Samples, wave->SampleCount * sizeof(short));
        int pieceBytes = wave->SampleRateHz * PieceMilliseconds / 1000 * sizeof(short);
        while (!rest.IsEmpty)
        {
            int count = Math.Min(pieceBytes, rest.Length);
            output.WriteAudio(rest[..count]);
            rest = rest[count..];
        }
    }

    private static ResultMark[] ReadMarks(nint utterance, ReadOnlySpan<byte> relation, ReadOnlySpan<byte> end, ReadOnlySpan<byte> start, long offset)
    {
        List<ResultMark> marks = [];
        fixed (byte* relationName = relation, endPath = end, startPath = start, name = "name"u8)
        {
            nint items = FliteLibrary.GetRelation(utterance, relationName);
            for (nint item = items == 0 ? 0 : FliteLibrary.GetHead(items); item != 0; item = FliteLibrary.GetNext(item))
            {
                string text = Marshal.PtrToStringUTF8((nint)FliteLibrary.GetText(item, name))!;
                marks.Add(new ResultMark(text, offset + ToTicks(FliteLibrary.GetNumber(item, startPath)), offset + ToTicks(FliteLibrary.GetNumber(item, endPath)), null));
            }
        }

        return [.. marks];
    }

    private static long ToTicks(float seconds) => (long)Math.Round(seconds * 1000.0) * TimeSpan.TicksPerMillisecond;

    private void Set(ReadOnlySpan<byte> feature, float value)
    {
        fixed (byte* name = feature)
        {
            FliteLibrary.SetNumber(((FliteLibrary.Voice*)_voice)->Features, name, value);
        }
    }
}
