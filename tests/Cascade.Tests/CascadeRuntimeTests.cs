using Cascade.Inference.Managed;

namespace Cascade.Tests;

internal sealed class CascadeRuntimeTests
{
    [Test]
    public void OnnxRuntime_IsTheOneThatEnginesRunOn()
    {
        OnnxRuntimeLibrary library = CascadeRuntime.LoadOnnxRuntime();

        Assert.That(library.Path, Does.Exist);
        Assert.That(Version.Parse(library.Version), Is.GreaterThanOrEqualTo(new Version(1, 30)));
    }

    [Test]
    public void VectorBits_AreThoseOfTheManagedEngine() => Assert.That(CascadeRuntime.VectorBits, Is.EqualTo((int)VectorWidths.Best).And.AnyOf(128, 256, 512));

    [Test]
    public void Ffmpeg_IsAProgramThatExists() => Assert.That(CascadeRuntime.FindFfmpeg(), Does.Exist);

    // The pin in eng/Assets.targets.
    [Test]
    public void BuiltInModel_HasThePublishedHash() =>
        Assert.That(VadModel.SileroV6.Sha256, Is.EqualTo("1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3"));
}
