namespace Cascade.Tests.Managed;

/// <summary>Audio without end: pieces of recordings, from anywhere in them and of any gain up to 30 dB down, one after the other. The same seed gives the same audio.</summary>
internal sealed class SpeechMix(float[][][] recordings, int seed)
{
    private const double LargestAttenuationDb = 30;
    private const int ShortestPiece = 30;
    private const int LongestPiece = 600;

    private readonly Random _random = new(seed);
    private float[][] _recording = [];
    private int _next;
    private int _left;
    private float _gain;

    /// <summary>The next frame.</summary>
    public float[] Next()
    {
        if (_left == 0)
        {
            _recording = recordings[_random.Next(recordings.Length)];
            _next = _random.Next(_recording.Length);
            _left = _random.Next(ShortestPiece, LongestPiece);
            _gain = (float)Math.Pow(10, -_random.NextDouble() * LargestAttenuationDb / 20);
        }

        _left--;
        return Array.ConvertAll(_recording[_next++ % _recording.Length], sample => sample * _gain);
    }
}
