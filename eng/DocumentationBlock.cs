namespace Documentation;

/// <summary>What the blocks of the documentation use without declaring it: what a host has at hand. <c>compile-docs.sh</c> puts each block into a method of a class derived from this.</summary>
internal abstract class DocumentationBlock
{
    protected OpenTelemetry.BaseExporter<OpenTelemetry.Metrics.Metric> exporter = null!;
    protected StreamProcessor processor = new();
    protected StreamProcessorOptions options = new();
    protected StreamBatch batch = new();
    protected StreamProcessor stream = null!;
    protected Stream source = Stream.Null;
    protected byte[] chunk = [];
    protected byte[] bytes = [];
    protected string path = "";
    protected CancellationToken stop = CancellationToken.None;
    protected Microphone microphone = new();
    protected Speaker speaker = new();
    protected Microsoft.Extensions.AI.IChatClient chat = null!;
    protected Microsoft.Extensions.AI.ISpeechToTextClient speechToText = null!;
    protected Microsoft.Extensions.AI.ITextToSpeechClient textToSpeech = null!;

    /// <summary>A player of audio.</summary>
    protected sealed class Speaker
    {
        public long Played { get; private set; }

        public void Play(ReadOnlyMemory<byte> audio, AudioFormat format) => Played += audio.Length / format.BytesPerBlock;

        public void Pause() => Played += 0;

        public void Resume() => Played += 0;

        public void Clear() => Played = 0;
    }

    /// <summary>A capture device with the events of NAudio's.</summary>
    protected sealed class Microphone
    {
        public event EventHandler<Captured>? DataAvailable;

        public event EventHandler? RecordingStopped;

        public void StartRecording()
        {
            DataAvailable?.Invoke(this, new Captured());
            RecordingStopped?.Invoke(this, EventArgs.Empty);
        }
    }

    /// <summary>A piece of audio from the device.</summary>
    protected sealed class Captured : EventArgs
    {
        public byte[] Buffer { get; } = [];

        public int BytesRecorded { get; }
    }
}
