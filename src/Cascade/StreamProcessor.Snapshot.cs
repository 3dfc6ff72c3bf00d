using Cascade.Inference;
using Cascade.Snapshots;

namespace Cascade;

/// <content>Saved between two frames, at any time, and restored elsewhere.</content>
public sealed partial class StreamProcessor
{
    private float[]? _remembered; // what a restored network remembers, until its engine is loaded
    private bool _isInFlight; // frames have been read and not taken in; locked as the stream is
    private int _savers; // wait for the frames in flight

    /// <summary>
    /// Returns all that the stream is made of, so that <see cref="StreamSnapshot.Restore"/> goes on with the next byte elsewhere. The stream itself goes on as before. At any time from any thread: the call waits for the
    /// frames that are being computed, at most half a second of audio.
    /// </summary>
    /// <returns>
    /// Bytes for <see cref="StreamSnapshot.Read"/>: two to four kilobytes, and the audio of open speech, of bytes that wait, and of results that were not delivered. The caller owns the bytes.
    /// </returns>
    /// <remarks>Saved are the network's memory, the segmentation, the clock, the counts, the options, bytes that wait and results that were not delivered. Not saved are the engine, the log, measured times and how long no audio has come.</remarks>
    /// <exception cref="InvalidOperationException">The processor must be reset (see <see cref="State"/>).</exception>
    /// <exception cref="ObjectDisposedException">The processor is disposed.</exception>
    public byte[] Save()
    {
        lock (_stream)
        {
            while (_isInFlight && !_disposed)
            {
                _savers++;
                Monitor.Wait(_stream);
                _savers--;
            }

            ThrowUnlessUsable();
            SnapshotWriter writer = StreamSnapshot.Begin(_stream);
            Span<float> memory = stackalloc float[SileroNetwork.StateValues + _stream.Network.ContextSamples]; // a kilobyte
            CopyMemory(memory);
            writer.Floats(memory);
            writer.Bool(_isCompleted);
            _stream.Save(writer);
            return StreamSnapshot.End(writer);
        }
    }

    /// <summary>Takes in what another processor has saved. This one is new.</summary>
    internal void Restore(ref SnapshotReader reader, long position)
    {
        lock (_stream)
        {
            int values = SileroNetwork.StateValues + _stream.Network.ContextSamples;
            float[] memory = reader.Floats("the network's memory", values, values);
            _isCompleted = reader.Bool("the mark of the end");
            _stream.Restore(ref reader, position);
            reader.End();
            if (ModelState is null)
            {
                _remembered = memory;
            }
            else
            {
                memory.CopyTo(ModelState.Values);
            }
        }
    }

    /// <summary>Gets whether speech is open, and how much the stream has received.</summary>
    internal (bool HasOpenSpeech, long BytesReceived) Progress => (_stream.HasOpenSpeech, _stream.Received);

    private void CopyMemory(Span<float> memory)
    {
        if (ModelState is not null)
        {
            ModelState.Values.CopyTo(memory);
        }
        else if (_inference is not null)
        {
            _inference.Save(memory);
        }
        else
        {
            memory.Clear();
            _remembered.CopyTo(memory);
        }
    }

    private void Remember(IFrameInference inference)
    {
        if (_remembered is { } memory)
        {
            inference.Restore(memory);
        }
    }

    private void BeginFlight()
    {
        lock (_stream)
        {
            _isInFlight = true;
        }
    }

    private void EndFlight()
    {
        lock (_stream)
        {
            _isInFlight = false;
            if (_savers > 0)
            {
                Monitor.PulseAll(_stream); // not where nobody waits: a lock that was waited for takes memory
            }
        }
    }
}
