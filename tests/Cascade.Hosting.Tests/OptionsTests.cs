using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cascade.Hosting.Tests;

/// <summary>Options come from the configuration, then from code, and illegal ones stop the application when it starts.</summary>
internal sealed class OptionsTests
{
    [Test]
    public void Configuration_IsBound()
    {
        CascadeHostingOptions options = Read(
            ("Processor:Speech:Threshold", "0.7"),
            ("Processor:Engine", "OnnxRuntime"),
            ("Processor:Speech:MinimumSilence", "00:00:00.300"),
            ("MaxSessions", "7"),
            ("InputBurst", "00:00:05"),
            ("MaxInputRate", "1.5"),
            ("AllowedOrigins:0", "https://a.example"),
            ("MemoryLimitBytes", "5000000000"),
            ("Token", "secret"));
        Assert.Multiple(() =>
        {
            Assert.That(
                (options.Processor.Speech.Threshold, options.Processor.Engine, options.Processor.Speech.MinimumSilence),
                Is.EqualTo((0.7, VadEngine.OnnxRuntime(), TimeSpan.FromMilliseconds(300))));
            Assert.That((options.MaxSessions, options.InputBurst, options.MaxInputRate), Is.EqualTo((7, TimeSpan.FromSeconds(5), 1.5)));
            Assert.That((options.AllowedOrigins.Single(), options.MemoryLimitBytes, options.Token), Is.EqualTo(("https://a.example", (long?)5_000_000_000, "secret")));
            Assert.That(options.IdleTimeout, Is.EqualTo(TimeSpan.FromSeconds(60)), "what is not named has its default");
        });
    }

    [Test]
    public void Code_HasTheLastWord()
    {
        ServiceCollection services = Services(("MaxSessions", "7"));
        services.AddCascade(o => o.MaxSessions++);
        Assert.That(services.BuildServiceProvider().GetRequiredService<IOptions<CascadeHostingOptions>>().Value.MaxSessions, Is.EqualTo(8));
    }

    [TestCase("Processor:Speech:Threshold", "0")]
    [TestCase("Processor:Speech:MaximumSpeech", "-00:00:00.001")]
    [TestCase("Processor:Speech:MaximumSpeech", "00:10:00")]
    [TestCase("Processor:Audio", "Input")]
    [TestCase("BatchInterval", "00:00:02")]
    [TestCase("BatchThreads", "0")]
    [TestCase("MaxSessions", "0")]
    [TestCase("MaxSessionsPerClient", "0")]
    [TestCase("MaxInputRate", "0.5")]
    [TestCase("InputBurst", "00:00:00")]
    [TestCase("MaxFormatBytesPerSecond", "7999")]
    [TestCase("MaxMessagesPerSecond", "0")]
    [TestCase("MessageBurst", "0")]
    [TestCase("MaxMessageBytes", "1023")]
    [TestCase("StartTimeout", "00:00:00")]
    [TestCase("IdleTimeout", "00:00:00")]
    [TestCase("IdleTimeoutUnderPressure", "00:00:00")]
    [TestCase("IdleTimeoutUnderPressure", "1.00:00:01")]
    [TestCase("IdleAfter", "00:00:00")]
    [TestCase("IdleAfter", "1.00:00:01")]
    [TestCase("ResumeWindow", "-00:00:01")]
    [TestCase("MaxUnacknowledgedEvents", "15")]
    [TestCase("MaxUnacknowledgedBytes", "7679999")]
    [TestCase("SegmentAudioBytes", "1919999")]
    [TestCase("SendTimeout", "00:00:00")]
    [TestCase("CloseTimeout", "00:01:01")]
    [TestCase("KeepAliveInterval", "00:00:00")]
    [TestCase("KeepAliveTimeout", "00:00:00")]
    [TestCase("MemoryLimitBytes", "0")]
    [TestCase("MaxHeldBytes", "0")]
    [TestCase("Token", "")]
    public void IllegalValue_StopsTheApplicationWhenItStarts(string name, string value)
    {
        ServiceCollection services = Services((name, value));
        services.AddCascade();
        OptionsValidationException? e = Assert.Throws<OptionsValidationException>(() => services.BuildServiceProvider().GetRequiredService<IStartupValidator>().Validate());
        Assert.That(e!.Message, Does.Contain(name.Split(':')[^1]));
    }

    [Test]
    public void IdleTimeoutAlone_MayBeShorterThanTheOneUnderPressure()
    {
        CascadeHostingOptions options = Read(("IdleTimeout", "00:00:01"));
        Assert.That((options.IdleTimeout, options.IdleTimeoutUnderPressure), Is.EqualTo((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10))));
    }

    [Test]
    public void BatchOnOnnxRuntime_IsIllegal()
    {
        ServiceCollection services = Services(("Batch", "true"), ("Processor:Engine", "OnnxRuntime"));
        services.AddCascade();
        Assert.Throws<OptionsValidationException>(() => services.BuildServiceProvider().GetRequiredService<IStartupValidator>().Validate());
    }

    [Test]
    public void ProcessorsBesideSessions_HaveTheSameOptions()
    {
        ServiceCollection services = Services(("Processor:Speech:Threshold", "0.7"), ("Batch", "true"));
        services.AddCascade(o => o.Processor = o.Processor with { StartSample = 5 });
        services.AddCascade(services.BuildServiceProvider().GetRequiredService<IConfiguration>().GetSection("Cascade"));
        using ServiceProvider provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
        StreamProcessorOptions options = provider.GetRequiredService<StreamProcessorFactory>().Options;
        Assert.That((options.Speech.Threshold, options.StartSample, options.Engine.GetType()), Is.EqualTo((0.7, 5L, typeof(StreamBatch))));
        Assert.That(provider.GetServices<Microsoft.Extensions.Hosting.IHostedService>().Count(), Is.EqualTo(2), "one batch, one sweeper");
    }

    private static CascadeHostingOptions Read(params (string Name, string Value)[] settings)
    {
        ServiceCollection services = Services(settings);
        services.AddCascade();
        ServiceProvider provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
        return provider.GetRequiredService<IOptions<CascadeHostingOptions>>().Value;
    }

    private static ServiceCollection Services(params (string Name, string Value)[] settings)
    {
        ServiceCollection services = new();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Cascade:{s.Name}", (string?)s.Value))).Build());
        return services;
    }
}
