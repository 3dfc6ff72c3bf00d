using System.Security.Cryptography;
using System.Text;

namespace Cascade.Tests.Trust;

/// <summary>One of many streams: a piece of a recording of its own, cut into chunks of its own, and what came of it.</summary>
internal sealed class IsolatedPiece
{
    private readonly ReadOnlyMemory<byte> _audio;
    private readonly Random _sizes;
    private readonly IncrementalHash _answer = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int _played;

    public IsolatedPiece(int number, StreamProcessorOptions options)
    {
        _sizes = new Random(number);
        byte[] recording = (number % 2 == 0 ? Recording.Conversation : Recording.Monologue).Audio;
        int length = _sizes.Next(16_000, 64_000);
        _audio = recording.AsMemory(2 * _sizes.Next((recording.Length - length) / 2), length);
        Options = options;
    }

    public StreamProcessorOptions Options { get; }

    public int Segments { get; private set; }

    public bool IsPlayed => _played == _audio.Length;

    /// <summary>All results, audio and probabilities included, as a hash.</summary>
    public string Answer => Convert.ToHexString(_answer.GetCurrentHash());

    public async Task<string> RunAloneAsync()
    {
        await using StreamProcessor processor = new(Options);
        using IncrementalHash answer = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (CascadeResult result in await processor.PushAsync(_audio))
        {
            answer.AppendData(Encoding.UTF8.GetBytes(result.Describe()));
        }

        return Convert.ToHexString(answer.GetCurrentHash());
    }

    public ReadOnlyMemory<byte> NextChunk()
    {
        int size = Math.Min(_sizes.Next(4) == 0 ? _sizes.Next(20_000) : _sizes.Next(2_000), _audio.Length - _played);
        _played += size;
        return _audio.Slice(_played - size, size);
    }

    public void Take(IEnumerable<CascadeResult> results)
    {
        foreach (CascadeResult result in results)
        {
            Segments += result is SpeechSegment ? 1 : 0;
            _answer.AppendData(Encoding.UTF8.GetBytes(result.Describe()));
        }
    }
}
