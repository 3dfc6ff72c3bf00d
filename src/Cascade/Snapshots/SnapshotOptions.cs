namespace Cascade.Snapshots;

/// <summary>The options of a stream in a snapshot: all that shape its results, and its limits. The engine, the log and the clock are the host's.</summary>
internal static class SnapshotOptions
{
    private const int NoChannel = -1;

    public static void Write(SnapshotWriter writer, StreamProcessorOptions options, SpeechSettings speech)
    {
        WriteFormat(writer, options.InputFormat);
        writer.Int((int)options.Audio);
        writer.Bool(options.AutomaticGain);
        writer.Long(options.StartSample);
        writer.Bool(options.StreamTime is not null);
        writer.Long(options.StreamTime?.Ticks ?? 0);
        writer.Long(options.StreamTime?.Offset.Ticks ?? 0);
        writer.Int(options.ChannelNumber ?? NoChannel);
        writer.Long(options.MaximumBacklog.Ticks);
        writer.Long(options.InputTimeout.Ticks);
        writer.Double(speech.Threshold);
        writer.Bool(speech.ExitThreshold is not null);
        writer.Double(speech.ExitThreshold ?? 0);
        writer.Long(speech.MinimumSilence.Ticks);
        writer.Long(speech.SpeechPad.Ticks);
        writer.Long(speech.MinimumSpeech.Ticks);
        writer.Long(speech.MaximumSpeech.Ticks);
        writer.Long(speech.MinimumSilenceAtMaximumSpeech.Ticks);
        writer.Int((int)speech.MaximumSpeechCut);
        writer.Int((int)speech.Results);
        writer.Long(speech.StartConfirmation.Ticks);
    }

    public static StreamProcessorOptions Read(ref SnapshotReader reader)
    {
        try
        {
            StreamProcessorOptions options = new()
            {
                InputFormat = ReadFormat(ref reader),
                Audio = (ResultAudio)reader.Int(),
                AutomaticGain = reader.Bool("the automatic gain"),
                StartSample = reader.Long(),
                StreamTime = ReadTime(ref reader),
                ChannelNumber = reader.Int("the channel", NoChannel, AudioFormat.MaxChannels - 1) is >= 0 and int channel ? channel : null,
                MaximumBacklog = new TimeSpan(reader.Long()),
                InputTimeout = new TimeSpan(reader.Long()),
                Speech = ReadSpeech(ref reader),
            };
            options.Validate();
            return options;
        }
        catch (ArgumentException e) // a value outside its range, which its own class knows
        {
            throw SnapshotReader.Wrong("the options", "legal", e.Message);
        }
    }

    public static void WriteFormat(SnapshotWriter writer, AudioFormat format)
    {
        writer.Int(format.SampleRateHz);
        writer.Int(format.Channels);
        writer.Int((int)format.Encoding);
        writer.Int(format.Channel ?? NoChannel);
    }

    public static AudioFormat ReadFormat(ref SnapshotReader reader)
    {
        try
        {
            AudioFormat format = new(reader.Int(), reader.Int(), (SampleEncoding)reader.Int());
            int channel = reader.Int();
            return channel == NoChannel ? format : format with { Channel = channel };
        }
        catch (ArgumentException e) // as above
        {
            throw SnapshotReader.Wrong("the format", "legal", e.Message);
        }
    }

    private static DateTimeOffset? ReadTime(ref SnapshotReader reader)
    {
        bool isSet = reader.Bool("the mark of the stream's time");
        long ticks = reader.Long();
        TimeSpan offset = new(reader.Long());
        return isSet ? new DateTimeOffset(ticks, offset) : null;
    }

    private static SpeechSettings ReadSpeech(ref SnapshotReader reader)
    {
        double threshold = reader.Double();
        bool hasExit = reader.Bool("the mark of the exit threshold");
        double exit = reader.Double();
        return new SpeechSettings
        {
            Threshold = threshold,
            ExitThreshold = hasExit ? exit : null,
            MinimumSilence = new TimeSpan(reader.Long()),
            SpeechPad = new TimeSpan(reader.Long()),
            MinimumSpeech = new TimeSpan(reader.Long()),
            MaximumSpeech = new TimeSpan(reader.Long()),
            MinimumSilenceAtMaximumSpeech = new TimeSpan(reader.Long()),
            MaximumSpeechCut = (MaximumSpeechCut)reader.Int(),
            Results = (ResultKinds)reader.Int(),
            StartConfirmation = new TimeSpan(reader.Long()),
        };
    }
}
