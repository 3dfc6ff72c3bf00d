using System.Globalization;
using Microsoft.Playwright;

namespace Cascade.Browser.Tests.Support;

/// <summary>The page in a browser, used as somebody uses it.</summary>
internal sealed class CascadePage : IAsyncDisposable
{
    public const float PatienceMs = 120_000;

    private readonly PagePool? _pool;
    private readonly Uri _server;
    private readonly bool _expectsLostConnections;
    private readonly List<string> _faults = [];

    private CascadePage(IPage page, PagePool? pool, Uri server, bool expectsLostConnections)
    {
        Page = page;
        _pool = pool;
        _server = server;
        _expectsLostConnections = expectsLostConnections;
        page.SetDefaultTimeout(PatienceMs);
        page.PageError += OnPageError;
        page.Console += OnConsole;
        page.Request += OnRequest;
        page.WebSocket += OnWebSocket;
    }

    public IPage Page { get; }

    /// <summary>Errors, warnings, breaches of the content policy, and requests to other hosts: there must be none.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public ILocator Segments => Page.Locator("#segments li");

    /// <param name="browser">One that this test alone has; the shared one if null.</param>
    /// <param name="server">The shared one if null.</param>
    /// <param name="expectsLostConnections">Whether the browser may report sockets that failed.</param>
    /// <param name="size">Of the page, in its pixels.</param>
    /// <param name="scheme">What the user likes.</param>
    public static async Task<CascadePage> OpenAsync(
        IBrowser? browser = null, Uri? server = null, bool expectsLostConnections = false, (int Width, int Height)? size = null, ColorScheme scheme = ColorScheme.Light)
    {
        server ??= Shared.Server.Address;
        PagePool? pool = browser is null ? Shared.Pages : null;
        IPage page = pool is null ? await browser!.NewPageAsync() : await pool.RentAsync();
        CascadePage opened = new(page, pool, server, expectsLostConnections);
        (int width, int height) = size ?? (1280, 720);
        await page.SetViewportSizeAsync(width, height);
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await page.Context.GrantPermissionsAsync(["microphone"]);
        await page.GotoAsync(server.ToString());
        return opened;
    }

    /// <summary>What has been recorded, in seconds, as the page shows it.</summary>
    public async Task<double> ClockAsync() => ParseTime((await Page.Locator("#clock").TextContentAsync())!);

    public Task StartAsync() => Page.ClickAsync("#start");

    public async Task StopAsync()
    {
        await Page.ClickAsync("#start");
        await WaitForStateAsync("idle");
    }

    /// <summary>Chooses a file in the picker, at four times its speed if nothing else is said, and waits for its end if asked to.</summary>
    public async Task PlayFileAsync(string path, string speed = "4", bool toEnd = true)
    {
        await Page.Locator(".speed label", new() { HasText = speed }).ClickAsync();
        IFileChooser chooser = await Page.RunAndWaitForFileChooserAsync(() => Page.ClickAsync("#open"));

        // A short file may be over before a busy machine draws the next picture. An observer sees every state.
        await Page.EvaluateAsync("() => { window.hasBegun = false; new MutationObserver(() => { window.hasBegun = true; }).observe(document.body, { attributeFilter: ['data-state'] }); }");
        await chooser.SetFilesAsync(path);
        await Page.WaitForFunctionAsync("() => window.hasBegun");
        if (toEnd)
        {
            await WaitForStateAsync("idle");
        }
    }

    /// <param name="states">One, or several with bars between them.</param>
    /// <remarks>The page itself looks, with every picture that it draws. A state that is over before the next one is not seen.</remarks>
    public Task WaitForStateAsync(string states) =>
        Page.WaitForFunctionAsync("states => states.split('|').includes(document.body.dataset.state)", states);

    /// <summary>Waits until so much more has been recorded.</summary>
    public async Task RecordAsync(double seconds) => await WaitForClockAsync(await ClockAsync() + seconds);

    public Task WaitForClockAsync(double seconds) => Page.WaitForFunctionAsync(
        "seconds => { const [m, s] = document.getElementById('clock').textContent.split(':'); return m * 60 + Number(s) >= seconds; }", seconds);

    public Task SetAsync(string slider, double value) => Page.Locator($"#{slider}").FillAsync(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>The options that the command line has by itself.</summary>
    public async Task SetCommandLineDefaultsAsync()
    {
        await SetAsync("minimumSilenceMs", 100);
        await SetAsync("speechPadMs", 30);
        await SetAsync("minimumSpeechMs", 0);
    }

    /// <summary>The segments as the page shows them, the first one first, in seconds.</summary>
    public async Task<(double Start, double End)[]> SegmentTimesAsync()
    {
        IReadOnlyList<string> starts = await Page.Locator("#segments .start").AllTextContentsAsync();
        IReadOnlyList<string> ends = await Page.Locator("#segments .end").AllTextContentsAsync();
        return [.. starts.Zip(ends, (start, end) => (ParseTime(start), ParseTime(end))).Reverse()];
    }

    /// <summary>Saves a segment, from 1, as its link does.</summary>
    public async Task<short[]> SaveAsync(int number)
    {
        IDownload download = await Page.RunAndWaitForDownloadAsync(() => Page.GetByLabel($"Save segment {number} as WAV", new() { Exact = true }).ClickAsync());
        Assert.That(download.SuggestedFilename, Is.EqualTo($"segment-{number}.wav"));
        return Wav.Read(await File.ReadAllBytesAsync(await download.PathAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        Page.PageError -= OnPageError;
        Page.Console -= OnConsole;
        Page.Request -= OnRequest;
        Page.WebSocket -= OnWebSocket;
        if (_pool is not null)
        {
            await _pool.ReturnAsync(Page);
        }
    }

    private static double ParseTime(string text)
    {
        string[] parts = text.Split(':');
        return int.Parse(parts[0], CultureInfo.InvariantCulture) * 60 + double.Parse(parts[1], CultureInfo.InvariantCulture);
    }

    private void OnPageError(object? sender, string error) => _faults.Add(error);

    private void OnConsole(object? sender, IConsoleMessage message)
    {
        bool isLostConnection = _expectsLostConnections && message.Text.StartsWith("WebSocket connection to", StringComparison.Ordinal);
        if (message.Type is "error" or "warning" && !isLostConnection)
        {
            _faults.Add(message.Text);
        }
    }

    private void OnRequest(object? sender, IRequest request)
    {
        Uri address = new(request.Url);
        if (address.Authority != _server.Authority && address.Scheme is not ("about" or "blob" or "data"))
        {
            _faults.Add($"A request to {address}");
        }
    }

    private void OnWebSocket(object? sender, IWebSocket socket)
    {
        if (new Uri(socket.Url).Authority != _server.Authority)
        {
            _faults.Add($"A socket to {socket.Url}");
        }
    }
}
