using NAudio.Wave;

namespace Cascade.Tests;

/// <summary>A capture device whose callbacks are made by hand. As devices do, it hands out one buffer of its own again and again.</summary>
internal sealed class HandFedCapture(WaveFormat format, int bufferBytes) : IWaveIn
{
    private readonly byte[] _buffer = new byte[bufferBytes];

    public event EventHandler<WaveInEventArgs>? DataAvailable;

    public event EventHandler<StoppedEventArgs>? RecordingStopped;

    public WaveFormat WaveFormat { get; set; } = format;

    public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Stops { get; private set; }

    public bool IsDisposed { get; private set; }

    public int Listeners => (DataAvailable?.GetInvocationList().Length ?? 0) + (RecordingStopped?.GetInvocationList().Length ?? 0);

    public void StartRecording() => Started.TrySetResult();

    public void StopRecording()
    {
        Stops++;
        RecordingStopped?.Invoke(this, new StoppedEventArgs());
    }

    /// <summary>One callback.</summary>
    public void Give(ReadOnlySpan<byte> recorded)
    {
        recorded.CopyTo(_buffer);
        DataAvailable?.Invoke(this, new WaveInEventArgs(_buffer, recorded.Length));
        Array.Fill(_buffer, (byte)0x55);
    }

    public void Fail(Exception fault) => RecordingStopped?.Invoke(this, new StoppedEventArgs(fault));

    public void Dispose() => IsDisposed = true;
}
