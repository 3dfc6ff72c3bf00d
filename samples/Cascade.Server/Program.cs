using Cascade.Server;

// The page lies beside the program, wherever it is started from.
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
ServerOptions options = builder.Configuration.GetSection(ServerOptions.SectionName).Get<ServerOptions>() ?? new ServerOptions();
if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
{
    builder.WebHost.UseUrls(ServerOptions.DefaultUrl);
}

builder.Services.AddCascade();
if (options.Redis is { Length: > 0 } redis)
{
    builder.Services.UseRedis(redis);
}

builder.Services.AddHealthChecks().AddCascade();
builder.Services.AddConnectionRateLimit(options.ConnectionsPerMinute);
builder.Services.AddKnownProxies(options.KnownProxies);

WebApplication app = builder.Build();
app.UseForwardedHeaders(); // first, so that all behind it sees the client's address
app.Use(SecurityHeaders.AddAsync);
app.UseRateLimiter();
app.UseDefaultFiles();
app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache" }); // modules of one version only
app.MapCascade("/vad").RequireRateLimiting(ConnectionRateLimit.Policy);
app.MapHealthChecks("/health", HealthAnswer.Options);
app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"Open {string.Join(" or ", app.Urls)}"));
app.Run();
