namespace Cascade.Extensions.AI.Audio;

/// <summary>A stretch of speech as the client gets it.</summary>
/// <param name="Start">Its beginning on the stream's clock.</param>
/// <param name="End">Its end on the stream's clock.</param>
/// <param name="Wav">A WAV file of 16 kHz mono PCM16.</param>
internal sealed record Utterance(TimeSpan Start, TimeSpan End, byte[] Wav)
{
    public TimeSpan Duration => End - Start;
}
