namespace Cascade.Tests.Audio;

/// <summary>The first seeds of the fuzz; eng/fuzz.sh goes on for as long as one likes, guided by coverage.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class AudioFuzzTests
{
    private const int Inputs = 100_000;

    [Test]
    public async Task MutatedHeaders_GiveAudioOrAFormatException()
    {
        int opened = 0;
        for (int seed = 0; seed < Inputs; seed++)
        {
            opened += await AudioFuzz.TryMutatedHeaderAsync(seed) ? 1 : 0;
        }

        Assert.That(opened, Is.InRange(Inputs / 100, Inputs - Inputs / 100), "mutations must neither be harmless nor always fatal");
    }

    [Test]
    public async Task RandomBytes_GiveAudioOrAFormatException()
    {
        for (int seed = 0; seed < Inputs / 5; seed++)
        {
            await AudioFuzz.TryRandomBytesAsync(seed);
        }
    }

    [Test]
    public void RandomAudio_BecomesFiniteSamplesInAnyFormat()
    {
        for (int seed = 0; seed < 520; seed++)
        {
            AudioFuzz.TryRandomAudio(seed);
        }
    }
}
