namespace Cascade.Hosting.Streams;

/// <summary>
/// A session's way through the network: a processor of its own, or a place in the batch. One caller at a time; results go to the sink that it was made with, in their order.
/// </summary>
internal interface ISpeechStream : IAsyncDisposable
{
    /// <summary>The position of the stream's clock, in 16 kHz samples.</summary>
    long Position { get; }

    /// <summary>Accepts bytes. Their results may come later.</summary>
    ValueTask PushAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Closes open speech at the last sample. All results are in the sink when it returns.</summary>
    ValueTask FlushAsync();

    /// <summary>Whether speech whose audio stops coming is closed without <see cref="CloseIfStalledAsync"/>.</summary>
    bool LooksForStalls { get; }

    /// <summary>Closes open speech if no audio has come for <see cref="StreamProcessorOptions.InputTimeout"/>.</summary>
    ValueTask CloseIfStalledAsync();

    /// <summary>Waits until all that was pushed is processed and its results are in the sink.</summary>
    ValueTask DrainAsync();

    /// <summary>Saves the stream between two frames. No result is on its way to the sink meanwhile.</summary>
    /// <param name="beside">Is called between the same results.</param>
    byte[] Save(Action beside) => throw new NotSupportedException("Streams of this kind stay on their server.");

    /// <summary>Changes what may change in a stream.</summary>
    void Update(SpeechSettings settings);
}
