using Cascade.Tests.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cascade.Tests.DependencyInjection;

/// <summary>A worker outside ASP.NET Core gets its processors by one line.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ServiceCollectionTests
{
    [Test]
    public async Task Worker_HearsByTheOptionsOfItsConfiguration([Values] bool batch)
    {
        using IHost host = Host(("Processor:Speech:Threshold", "0.7"), ("Processor:Speech:MinimumSilence", "00:00:00.300"), ("Batch", batch.ToString()), ("BatchInterval", "00:00:00.001"));
        await host.StartAsync();
        StreamProcessorFactory factory = host.Services.GetRequiredService<StreamProcessorFactory>();
        await using StreamProcessor hosted = factory.Create();
        List<CascadeResult> results = await hosted.PushAsync(Recording.Conversation.Audio, 100_000);
        await host.StopAsync();

        SpeechSettings speech = new() { Threshold = 0.7, MinimumSilence = TimeSpan.FromMilliseconds(300) };
        await using StreamProcessor alone = new(new StreamProcessorOptions { Engine = VadEngine.Managed(), Speech = speech });
        Assert.That(results, Is.EqualTo(await alone.PushAsync(Recording.Conversation.Audio, 100_000)));
        Assert.That(results.OfType<SpeechSegment>(), Is.Not.Empty);
    }

    [Test]
    public void Engine_IsOneForAllProcessors()
    {
        using IHost host = Host(("Processor:Engine", "OnnxRuntimeShared"));
        StreamProcessorFactory factory = host.Services.GetRequiredService<StreamProcessorFactory>();
        Assert.That(factory.Options.Engine, Is.EqualTo(VadEngine.OnnxRuntime(shareSession: true)));
        Assert.That(host.Services.GetRequiredService<StreamProcessorFactory>(), Is.SameAs(factory));
    }

    [Test]
    public async Task Stream_MayDifferFromTheOthers()
    {
        using IHost host = Host();
        StreamProcessorFactory factory = host.Services.GetRequiredService<StreamProcessorFactory>();
        await using StreamProcessor processor = factory.Create(options => options with { StartSample = 16_000 });
        List<CascadeResult> results = await processor.PushAsync(new byte[1024]);
        Assert.That(results.Single().StartSample, Is.EqualTo(16_000));
        Assert.That(factory.Options.StartSample, Is.Zero);
    }

    [Test]
    public void Batch_IsOneForAllProcessors()
    {
        using IHost host = Host(("Batch", "true"), ("BatchThreads", "2"));
        StreamProcessorFactory factory = host.Services.GetRequiredService<StreamProcessorFactory>();
        using StreamProcessor first = factory.Create();
        using StreamProcessor second = factory.Create();
        Assert.That((factory.Options.Engine as StreamBatch)?.Count, Is.EqualTo(2));
    }

    [Test]
    public async Task BatchOfAHostThatStops_EndsItsStreams()
    {
        using IHost host = Host(("Batch", "true"));
        await host.StartAsync();
        using StreamProcessor processor = host.Services.GetRequiredService<StreamProcessorFactory>().Create();
        await host.StopAsync();
        Assert.That(processor.State, Is.EqualTo(ProcessorState.Disposed));
    }

    [Test]
    public async Task BatchOfAHostThatStopsBeforeItRan_EndsItsStreams()
    {
        using IHost host = Host(("Batch", "true"));
        using StreamProcessor processor = host.Services.GetRequiredService<StreamProcessorFactory>().Create();
        foreach (IHostedService service in host.Services.GetServices<IHostedService>())
        {
            await service.StartAsync(new CancellationToken(canceled: true)); // as where no thread of the pool comes to it in time
            await service.StopAsync(CancellationToken.None);
            await service.StopAsync(CancellationToken.None);
        }

        Assert.That(processor.State, Is.EqualTo(ProcessorState.Disposed));
    }

    [Test]
    public async Task LogAndClock_AreTheApplications()
    {
        ManualTime time = new();
        CollectingLoggerFactory loggers = new();
        HostApplicationBuilder builder = Builder();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(loggers));
        using IHost host = builder.Build();
        StreamProcessorFactory factory = host.Services.GetRequiredService<StreamProcessorFactory>();
        await using StreamProcessor processor = factory.Create();
        await processor.PushAsync(new byte[1024]);
        Assert.That(factory.Options.TimeProvider, Is.SameAs(time));
        Assert.That(loggers.Categories, Does.Contain("Cascade"));
    }

    [Test]
    public void Code_HasTheLastWord()
    {
        ServiceCollection services = new();
        IConfiguration configuration = Configuration(("Processor:MaximumBacklog", "00:00:05"));
        services.AddCascade(configuration.GetSection("Cascade"), o => o.Processor = o.Processor with { MaximumBacklog = 2 * o.Processor.MaximumBacklog });
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.That(provider.GetRequiredService<StreamProcessorFactory>().Options.MaximumBacklog, Is.EqualTo(TimeSpan.FromSeconds(10)));
    }

    [TestCase("Processor:Speech:Threshold", "0", "Cascade:Processor: Threshold must be more than 0 and at most 1.")]
    [TestCase("BatchInterval", "00:00:02", "Cascade:BatchInterval must be from 1 ms to 1 s; found 00:00:02.")]
    [TestCase("BatchThreads", "0", "Cascade:BatchThreads must be from 1 to 1024; found 0.")]
    public async Task IllegalValue_StopsTheHostWhenItStarts(string name, string value, string message)
    {
        using IHost host = Host((name, value));
        OptionsValidationException? e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.That(e!.Message, Does.StartWith(message));
    }

    [Test]
    public async Task BatchOnOnnxRuntime_StopsTheHostWhenItStarts()
    {
        using IHost host = Host(("Batch", "true"), ("Processor:Engine", "OnnxRuntime"));
        OptionsValidationException? e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.That(e!.Message, Does.StartWith("Cascade:Processor.Engine must be Managed with Batch; found OnnxRuntime"));
    }

    [Test]
    public async Task UnknownEngine_StopsTheHostWhenItStarts()
    {
        using IHost host = Host(("Processor:Engine", "Abacus"));
        InvalidOperationException? e = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());
        Assert.That($"{e!.Message} {e.InnerException?.Message}", Does.Contain("Cascade:Processor:Engine").And.Contain("found 'Abacus'"));
    }

    [Test]
    public void Package_DrawsInNoAspNetCore() =>
        Assert.That(typeof(StreamProcessorFactory).Assembly.GetReferencedAssemblies().Select(name => name.Name), Has.None.StartsWith("Microsoft.AspNetCore"));

    private static IHost Host(params (string Name, string Value)[] settings) => Builder(settings).Build();

    private static HostApplicationBuilder Builder(params (string Name, string Value)[] settings)
    {
        HostApplicationBuilder builder = new(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddConfiguration(Configuration(settings));
        builder.Services.AddCascade(builder.Configuration.GetSection("Cascade"));
        return builder;
    }

    private static IConfiguration Configuration(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Cascade:{s.Name}", (string?)s.Value))).Build();
}
