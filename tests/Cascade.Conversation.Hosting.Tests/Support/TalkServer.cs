using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cascade.Hosting.Realtime.Tests;

/// <summary>A real Kestrel with a real recogniser and a real voice; the answers are written down.</summary>
internal sealed class TalkServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SpeechWorkers _ears;
    private readonly SystemTextToSpeechClient _voice;
    private bool _isSpeechShared;

    private TalkServer(WebApplication app, SpeechWorkers ears, SystemTextToSpeechClient voice, WrittenModel model, string certificate) =>
        (_app, _ears, _voice, Model, CertificatePath) = (app, ears, voice, model, certificate);

    public WrittenModel Model { get; }

    /// <summary>The certificate of the encrypted address, for clients that trust no other.</summary>
    public string CertificatePath { get; }

    public Uri Address => new(_app.Urls.Single(url => url.StartsWith("http:", StringComparison.Ordinal)));

    public Uri SafeAddress => new(_app.Urls.Single(url => url.StartsWith("https:", StringComparison.Ordinal)));

    public IServiceProvider Services => _app.Services;

    public static async Task<TalkServer> StartAsync(Action<CascadeHostingOptions>? limits = null, Action<ConversationHostingOptions>? configure = null)
    {
        (SpeechWorkers ears, SystemTextToSpeechClient voice) = await StartSpeechAsync();
        return await StartAsync(ears, voice, limits, configure, services: null);
    }

    /// <summary>Starts another server with the recogniser and the voice of this one.</summary>
    public async Task<TalkServer> StartAnotherAsync(Action<IServiceCollection> services)
    {
        TalkServer another = await StartAsync(_ears, _voice, limits: null, configure: null, services);
        another._isSpeechShared = true;
        return another;
    }

    private static async Task<(SpeechWorkers Ears, SystemTextToSpeechClient Voice)> StartSpeechAsync()
    {
        SpeechWorkers ears = new(new SpeechWorkerOptions
        {
            Engine = new PocketSphinxRecognizer { Grammars = new Dictionary<string, string> { ["all"] = Utterances.Grammar }, Grammar = "all" },
            StartTimeout = TimeSpan.FromMinutes(1),
            JobTimeout = TimeSpan.FromSeconds(20), // of a machine that does other things beside
            MaximumWait = TimeSpan.FromSeconds(20),
        });
        SystemTextToSpeechClient voice = new(new SystemVoiceOptions { Engine = SystemVoice.Flite, Count = 2 });
        await Task.WhenAll(ears.InitializeAsync(), voice.InitializeAsync());
        return (ears, voice);
    }

    private static async Task<TalkServer> StartAsync(
        SpeechWorkers ears, SystemTextToSpeechClient voice, Action<CascadeHostingOptions>? limits, Action<ConversationHostingOptions>? configure, Action<IServiceCollection>? services)
    {
        WrittenModel model = new();
        string certificate = Path.Combine(Path.GetTempPath(), $"cascade-{Guid.NewGuid():N}.pem");
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders().AddProvider(new ProgressLog()).SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(CreateCertificate(certificate)));
        });
        builder.Services.AddSingleton<IChatClient>(model).AddSingleton<ISpeechToTextClient>(ears).AddSingleton<ITextToSpeechClient>(voice);
        builder.Services.AddConversation(options =>
        {
            options.Conversation = options.Conversation with
            {
                InputTimeout = TimeSpan.FromSeconds(10), // of a client whose next audio comes late from a busy machine
                Timeouts = new ConversationTimeouts
                {
                    Recognition = TimeSpan.FromSeconds(20),
                    FirstToken = TimeSpan.FromMinutes(1), // the model waits for the test where it thinks slowly
                    FirstAudio = TimeSpan.FromSeconds(10),
                    Turn = TimeSpan.FromMinutes(1),
                },
            };
            configure?.Invoke(options);
        });
        builder.Services.Configure<CascadeHostingOptions>(options => limits?.Invoke(options));
        services?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        app.MapRealtime("/v1/realtime");
        app.MapSpeech("/v1/audio");
        await app.StartAsync();
        return new TalkServer(app, ears, voice, model, certificate);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        if (!_isSpeechShared)
        {
            await _ears.DisposeAsync();
            await _voice.DisposeAsync();
        }

        File.Delete(CertificatePath);
    }

    private static X509Certificate2 CreateCertificate(string path)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(path, certificate.ExportCertificatePem());
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
