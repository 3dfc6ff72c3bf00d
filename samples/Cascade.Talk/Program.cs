using Cascade;
using Cascade.Server;
using Cascade.Talk;
using Microsoft.Extensions.AI;

// The page lies beside the program, wherever it is started from.
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
TalkOptions options = builder.Configuration.GetSection(TalkOptions.SectionName).Get<TalkOptions>() ?? new TalkOptions();
if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
{
    builder.WebHost.UseUrls(TalkOptions.DefaultUrl);
}

using ILoggerFactory loggers = LoggerFactory.Create(logging => logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddSimpleConsole());
TalkParts parts;
try
{
    parts = new TalkParts(options, loggers);
    await parts.InitializeAsync();
}
catch (Exception e) when (e is SpeechWorkerException or AvatarException or IOException or InvalidOperationException or ArgumentException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

builder.Services.AddSingleton(parts.Chat).AddSingleton<ISpeechToTextClient>(parts.Ears).AddSingleton<ITextToSpeechClient>(parts.Voice);
builder.Services.AddConversation(conversations => conversations.Conversation = conversations.Conversation with
{
    Instructions = "You speak with a person. Answer in one or two short sentences, without lists and without markup.",
    FaultPhrase = "Something went wrong. Please try again.",
});
if (options.Redis is { Length: > 0 } redis)
{
    builder.Services.UseRedis(redis);
}

builder.Services.AddHealthChecks().AddCascade().AddSpeechWorkers(parts.Ears);

WebApplication app = builder.Build();
app.Use(SecurityHeaders.AddAsync);
app.UseDefaultFiles();
app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache" }); // modules of one version only
app.MapRealtime("/v1/realtime");
app.MapSpeech("/v1/audio");
app.UseWebSockets();
app.Map("/v1/avatar", new AvatarEndpoint(parts.Lips).RunAsync);
app.MapHealthChecks("/health");
app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"{string.Join(Environment.NewLine, parts.Lines)}{Environment.NewLine}Open {string.Join(" or ", app.Urls)}"));
await app.RunAsync();
return 0;
