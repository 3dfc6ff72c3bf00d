namespace Cascade.Tests;

/// <summary>In this process ffmpeg is not installed, as far as the library knows: the tests name it where they want it.</summary>
[SetUpFixture]
public sealed class WithoutFfmpeg
{
    /// <summary>A path at which there is no program.</summary>
    public static string Missing { get; } = Path.Combine(AppContext.BaseDirectory, "no-ffmpeg");

    [OneTimeSetUp]
    public void Hide()
    {
        Environment.SetEnvironmentVariable("CASCADE_FFMPEG", Missing);
        ManagedCodecs.Register();
        ManagedCodecs.Register(); // a second time changes nothing
    }
}
