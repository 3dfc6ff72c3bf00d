namespace Cascade.Benchmarks.Engines;

/// <summary>What a host does between two frames of a stream, in miniature: it uses so much other memory that nothing of the engine stays in a cache.</summary>
internal sealed class CacheEviction
{
    private const int Bytes = 96 << 20; // more than the last level of any machine that this was measured on
    private const int LineBytes = 64;

    private readonly byte[] _memory = new byte[Bytes];

    public void Run()
    {
        for (int i = 0; i < _memory.Length; i += LineBytes)
        {
            _memory[i]++;
        }
    }
}
