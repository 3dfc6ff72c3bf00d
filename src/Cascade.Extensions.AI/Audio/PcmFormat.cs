namespace Cascade.Extensions.AI.Audio;

/// <summary>The audio that clients get.</summary>
internal static class PcmFormat
{
    public const int SampleRateHz = 16_000;
    public const int BytesPerSample = 2;
}
