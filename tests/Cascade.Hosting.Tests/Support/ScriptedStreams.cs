using Cascade.Hosting.Streams;

namespace Cascade.Hosting.Tests;

/// <summary>
/// Streams that do what the first byte of each chunk says, and count themselves: for limits and endings, where what is heard does not matter.
/// </summary>
internal sealed class ScriptedStreams() : SpeechStreamFactory(null!, null!)
{
    public const byte Silence = 0;
    public const byte Begin = 1;
    public const byte End = 2;
    public const byte Fail = 3;

    private int _open;
    private int _made;

    public int Open => _open;

    public int Made => _made;

    public override ISpeechStream Create(StreamProcessorOptions streamOptions, StreamSink sink)
    {
        Interlocked.Increment(ref _open);
        Interlocked.Increment(ref _made);
        return new ScriptedStream(this, sink);
    }

    private sealed class ScriptedStream(ScriptedStreams owner, StreamSink sink) : ISpeechStream
    {
        private const int FrameSamples = 512;

        private bool _isSpeech;
        private bool _isDisposed;

        public long Position { get; private set; }

        public ValueTask PushAsync(ReadOnlyMemory<byte> bytes)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            switch (bytes.Span[0])
            {
                case Begin:
                    _isSpeech = true;
                    sink([new SpeechStarted { StartSample = Position, EndSample = Position + FrameSamples, Onset = default }]);
                    break;
                case End:
                    Close(SegmentEnd.Silence);
                    break;
                case Fail:
                    throw new InvalidOperationException("scripted");
            }

            Position += bytes.Length / 2;
            return ValueTask.CompletedTask;
        }

        public ValueTask FlushAsync()
        {
            if (_isSpeech)
            {
                Close(SegmentEnd.Flush);
            }

            return ValueTask.CompletedTask;
        }

        public bool LooksForStalls => true;

        public ValueTask CloseIfStalledAsync() => ValueTask.CompletedTask;

        public ValueTask DrainAsync() => ValueTask.CompletedTask;

        public void Update(StreamProcessorOptions options)
        {
        }

        public ValueTask DisposeAsync()
        {
            Assert.That(_isDisposed, Is.False, "disposed twice");
            _isDisposed = true;
            Interlocked.Decrement(ref owner._open);
            return ValueTask.CompletedTask;
        }

        private void Close(SegmentEnd reason)
        {
            _isSpeech = false;
            sink(
            [
                new SpeechSegment
                {
                    StartSample = 0,
                    EndSample = FrameSamples,
                    Audio = new byte[2 * FrameSamples],
                    EndedBy = reason,
                    Continues = false,
                    Onset = default,
                    Offset = null,
                    SpeechStartSample = 0,
                    Probabilities = new float[1],
                },
            ]);
        }
    }
}
