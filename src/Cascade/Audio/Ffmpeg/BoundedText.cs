using System.Text;

namespace Cascade.Audio.Ffmpeg;

/// <summary>
/// Reads a stream of text to its end and keeps the beginning, where a chain of errors has its cause. One thread writes, others may read.
/// </summary>
internal sealed class BoundedText
{
    private const int MaxBytes = 4_096;

    private readonly byte[] _kept = new byte[MaxBytes];
    private volatile int _length;

    public async Task ReadAllAsync(Stream stream)
    {
        var dropped = new byte[1_024];
        int read;
        do
        {
            Memory<byte> target = _length < MaxBytes ? _kept.AsMemory(_length) : dropped; // read on when full: a full pipe would stop the program
            read = await stream.ReadAsync(target).ConfigureAwait(false);
            _length = Math.Min(MaxBytes, _length + read);
        }
        while (read > 0);
    }

    public override string ToString() => Encoding.UTF8.GetString(_kept, 0, _length).Trim();
}
