using Cascade.Snapshots;

namespace Cascade;

/// <content>Saved and restored, but for the network.</content>
internal sealed partial class VadStream
{
    /// <summary>Gets the settings that hold from the next frame on.</summary>
    public SpeechSettings Settings => _settings;

    /// <summary>Gets how many bytes the stream has received.</summary>
    public long Received => _earlierBytes + _pending.Received;

    public void Save(SnapshotWriter writer)
    {
        writer.Long(_earlierBytes);
        writer.Long(_unusedBytes);
        writer.Long(_refusedBytes);
        writer.Long(_unreadBytes);
        writer.Int(_restOfRefused);
        writer.Long(Diagnostics.Errors);
        SnapshotOptions.WriteFormat(writer, Format);
        _pending.Save(writer);
        _frames.Save(writer);
        _gain?.Save(writer);
        _segmenter.Save(writer);
        SnapshotResults.Write(writer, Ready);
    }

    /// <summary>Goes on where another stream of the same options was saved. This one is new.</summary>
    /// <param name="reader">Reads the snapshot.</param>
    /// <param name="position">The position that the other one had reached.</param>
    public void Restore(ref SnapshotReader reader, long position)
    {
        _earlierBytes = reader.Long("the bytes of other formats");
        _unusedBytes = reader.Long("the bytes that were not used");
        _refusedBytes = reader.Long("the bytes that were refused");
        _unreadBytes = reader.Long("the bytes that were not read");
        int restOfRefused = reader.Int("the bytes to refuse", 0, int.MaxValue);
        long errors = reader.Long("the count of errors");
        AudioFormat format = SnapshotOptions.ReadFormat(ref reader);
        if (format != Format)
        {
            ReadFrom(format);
        }

        SnapshotReader.Expect(restOfRefused < Format.BytesPerBlock, "the bytes to refuse", $"fewer than {Format.BytesPerBlock}", restOfRefused);
        _restOfRefused = restOfRefused;
        _pending.Restore(ref reader);
        _frames.Restore(ref reader, position, _pending);
        _gain?.Restore(ref reader);
        _segmenter.Restore(ref reader, position, _clock.FirstSample, _pending.Taken);
        SnapshotResults.Read(ref reader, Ready, _audio.Format, ResultOrigin.Of(Options));
        _lastInput = Options.TimeProvider.GetTimestamp();
        _isExhausted = false;
        Diagnostics.Restored(errors);
    }
}
