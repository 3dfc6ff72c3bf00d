using System.Reflection;
using System.Runtime.Versioning;

namespace Cascade.Hosting.Tests;

/// <summary>The libraries that are tested are those that are meant: eng/test-net8.sh puts other builds beside the tests.</summary>
internal sealed class TestedLibraryTests
{
    private static readonly string Expected = Environment.GetEnvironmentVariable("CASCADE_TESTED_FRAMEWORK") ?? "net10.0";

    [TestCase(typeof(StreamProcessor))]
    [TestCase(typeof(CascadeHostingOptions))]
    public void Library_IsTheBuildThatIsMeant(Type type)
    {
        string framework = type.Assembly.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName;
        Assert.That(framework, Is.EqualTo($".NETCoreApp,Version=v{Expected["net".Length..]}"));
    }
}
