using Cascade.Audio.Containers;
using Cascade.Audio.Pcm;

namespace Cascade.Audio;

/// <summary>PCM of any format, read as 16 kHz mono PCM16. Does not own the stream behind.</summary>
internal sealed class Pcm16Stream(Stream source, AudioFormat format) : ForwardStream
{
    private const int InputBytes = 16 * 1024;
    private const int OutputSamples = 4 * 1024;

    private readonly AudioConverter _converter = new(format);
    private readonly byte[] _input = new byte[InputBytes];
    private readonly float[] _samples = new float[OutputSamples];
    private readonly byte[] _output = new byte[OutputSamples * sizeof(short)];
    private ReadOnlyMemory<byte> _received;
    private ReadOnlyMemory<byte> _ready;
    private bool _isAtEnd;

    public override int Read(Span<byte> buffer)
    {
        while (!buffer.IsEmpty && NeedsInput())
        {
            Receive(source.Read(_input));
        }

        return Take(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty && NeedsInput())
        {
            Receive(await source.ReadAsync(_input, cancellationToken).ConfigureAwait(false));
        }

        return Take(buffer.Span);
    }

    // Converts what is there; false once there is something to take, or nothing will come any more.
    private bool NeedsInput()
    {
        if (_ready.IsEmpty)
        {
            int used = 0;
            int count = _isAtEnd ? _converter.Flush(_samples) : _converter.Convert(_received.Span, _samples, out used);
            _received = _received[used..];
            Encode(count);
        }

        return _ready.IsEmpty && !_isAtEnd;
    }

    private void Receive(int count)
    {
        _received = _input.AsMemory(0, count);
        _isAtEnd = count == 0;
    }

    private void Encode(int count)
    {
        Pcm16.Encode(_samples.AsSpan(0, count), _output.AsSpan(0, count * sizeof(short)));
        _ready = _output.AsMemory(0, count * sizeof(short));
    }

    private int Take(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, _ready.Length);
        _ready.Span[..count].CopyTo(buffer);
        _ready = _ready[count..];
        return count;
    }
}
