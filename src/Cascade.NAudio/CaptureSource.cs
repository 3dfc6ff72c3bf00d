using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NAudio.Wave;

namespace Cascade;

/// <summary>
/// A capture device of NAudio (a microphone, a line, the sound of the computer) with a bounded queue between the device's thread and a processor. Hand it to <c>ProcessStreamAsync</c>.
/// </summary>
/// <remarks>
/// The device's thread is never held up: it copies its buffer into the queue and returns. When results are taken too slowly, the queue is full: new audio is dropped and counted. In its place, silence of
/// the same length is heard. So positions stay those of the device's clock, and a dropped buffer doesn't tear a sample apart. Counts may be read at any time from any thread.
/// </remarks>
public sealed class CaptureSource
{
    private readonly IWaveIn _device;
    private readonly CaptureSourceOptions _options;
    private readonly ILogger _logger;
    private CaptureQueue? _queue;
    private int _reading;

    /// <summary>Makes a source. The device is started when results are asked for.</summary>
    /// <param name="device">The device, not recording yet. It stays the caller's to dispose.</param>
    /// <param name="options">How the source works; the defaults if <see langword="null"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its legal range.</exception>
    public CaptureSource(IWaveIn device, CaptureSourceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        _device = device;
        _options = options ?? new CaptureSourceOptions();
        _options.Validate();
        _logger = (_options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Cascade");
    }

    /// <summary>Gets the format that the device records in.</summary>
    /// <exception cref="NotSupportedException">The format can't be read.</exception>
    public AudioFormat Format => _device.WaveFormat.ToAudioFormat();

    /// <summary>Gets how much audio waits for the processor now.</summary>
    public TimeSpan Queued => TimeOf(_queue?.QueuedBytes ?? 0);

    /// <summary>Gets how much audio was dropped because the queue was full, since the device was started last.</summary>
    public TimeSpan Lost => TimeOf(_queue?.LostBytes ?? 0);

    /// <summary>Gets how many times the queue became full, since the device was started last. It can become full again when half of it is free.</summary>
    public long Overflows => _queue?.Overflows ?? 0;

    /// <summary>Starts the device and yields what it records. The memory of a chunk is used again for the next.</summary>
    internal async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _reading, 1) == 1)
        {
            throw new InvalidOperationException($"This {nameof(CaptureSource)} is being read already. Use one source for each processor.");
        }

        CaptureQueue queue = _queue = new CaptureQueue(Format, _options.MaximumQueue, _logger);
        void OnData(object? sender, WaveInEventArgs e) => queue.Push(e.BufferSpan);
        void OnStopped(object? sender, StoppedEventArgs e) => queue.Complete(e.Exception);
        _device.DataAvailable += OnData;
        _device.RecordingStopped += OnStopped;
        bool recording = false;
        try
        {
            _device.StartRecording();
            recording = true;
            await foreach (ReadOnlyMemory<byte> chunk in queue.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return chunk;
            }
        }
        finally
        {
            _device.DataAvailable -= OnData;
            _device.RecordingStopped -= OnStopped;
            if (recording && !queue.IsCompleted)
            {
                _device.StopRecording();
            }

            Volatile.Write(ref _reading, 0);
        }
    }

    private TimeSpan TimeOf(long bytes)
    {
        AudioFormat format = Format;
        return TimeSpan.FromTicks((long)((decimal)TimeSpan.TicksPerSecond * (bytes / format.BytesPerBlock) / format.SampleRateHz));
    }
}
