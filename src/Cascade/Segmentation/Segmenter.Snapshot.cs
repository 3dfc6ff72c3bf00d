using Cascade.Snapshots;

namespace Cascade.Segmentation;

/// <content>Saved and restored.</content>
internal sealed partial class Segmenter
{
    public void Save(SnapshotWriter writer)
    {
        Counters.Save(writer);
        writer.Byte((byte)_state);
        _detector.Save(writer);
        writer.Long(_lastEnd);
        writer.Long(_keptFrom);
        if (_state == State.Open)
        {
            _open.Save(writer);
        }

        SnapshotResults.Write(writer, _onset);
        writer.Long(_heard);
        writer.Bool(_isConfirmed);
        _audio.Save(writer);
    }

    /// <summary>Goes on where another one was saved. This one is new; the settings are its own.</summary>
    /// <param name="reader">Reads the snapshot.</param>
    /// <param name="position">The position of the stream, not before its first sample.</param>
    /// <param name="partStart">The position of the last end before.</param>
    /// <param name="taken">The bytes of the input that have been read.</param>
    public void Restore(ref SnapshotReader reader, long position, long partStart, long taken)
    {
        Position = position;
        Counters.Restore(ref reader);
        byte state = reader.Byte();
        SnapshotReader.Expect(state <= (byte)State.Suspended, "the state of speech", $"from 0 to {(byte)State.Suspended}", state);
        _state = (State)state;
        _detector.Restore(ref reader, position);
        bool isPossible = _state switch
        {
            State.Closed => _detector is { InSpeech: false, InHangover: false },
            State.Open => _detector is { InSpeech: true } or { InHangover: true },
            _ => _detector.InHangover,
        };
        SnapshotReader.Expect(isPossible, "the state of the detector", $"one that goes with {_state}", "another");
        _lastEnd = reader.Long("the end of the last segment", _firstSample, position);
        _keptFrom = reader.Long("the position from which audio is kept", Math.Max(partStart, _lastEnd), position);
        if (_state == State.Open)
        {
            _open.Restore(ref reader, position);
            SnapshotReader.Expect(_open.Start == _keptFrom, "the start of open speech", $"{_keptFrom}", _open.Start);
            SnapshotReader.Expect(!_detector.InHangover || _detector.SilenceStart >= _open.SpeechStart, "the start of a silence", $"at least {_open.SpeechStart}", _detector.SilenceStart);
        }

        _onset = SnapshotResults.ReadEvent(ref reader);
        _heard = reader.Long("the length of speech");
        _isConfirmed = reader.Bool("the mark of a start");
        _audio.Restore(ref reader, _keptFrom, position, taken);
    }
}
