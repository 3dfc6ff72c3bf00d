using Microsoft.Playwright;

namespace Cascade.Talk.Tests.Support;

/// <summary>The page in a browser, used as somebody uses it.</summary>
internal sealed class TalkPage : IAsyncDisposable
{
    private readonly List<string> _faults = [];
    private readonly List<string> _frames = [];
    private long _sentBytes;
    private long _receivedBytes;

    private TalkPage(IPage page, Uri server)
    {
        Page = page;
        page.SetDefaultTimeout(120_000);
        page.PageError += (_, error) => Add(_faults, error);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("WebSocket connection to", StringComparison.Ordinal))
            {
                Add(_faults, message.Text);
            }
        };
        page.Request += (_, request) =>
        {
            Uri address = new(request.Url);
            if (address.Authority != server.Authority && address.Scheme is not ("about" or "blob" or "data"))
            {
                Add(_faults, $"A request to {address}");
            }
        };
        page.WebSocket += (_, socket) =>
        {
            socket.FrameSent += (_, frame) => Take(frame.Text, isSent: true);
            socket.FrameReceived += (_, frame) => Take(frame.Text, isSent: false);
        };
    }

    public IPage Page { get; }

    /// <summary>The bytes of all frames that were sent, with their heads.</summary>
    public long SentBytes => Interlocked.Read(ref _sentBytes);

    /// <summary>The bytes of all frames that were received, with their heads.</summary>
    public long ReceivedBytes => Interlocked.Read(ref _receivedBytes);

    /// <summary>Errors, warnings, breaches of the content policy, and requests to other hosts: there must be none.</summary>
    public string[] Faults => Copy(_faults);

    /// <summary>All messages both ways, in their order.</summary>
    public string[] Frames => Copy(_frames);

    /// <param name="browser">The browser.</param>
    /// <param name="server">The page's address.</param>
    /// <param name="size">The size of the window.</param>
    /// <param name="scheme">The colours.</param>
    /// <param name="prepare">Is done before the page is opened.</param>
    /// <param name="isWatched">Whether <see cref="SoundLog"/> watches its processors.</param>
    public static async Task<TalkPage> OpenAsync(IBrowser browser, Uri server, (int Width, int Height)? size = null, ColorScheme scheme = ColorScheme.Light, Func<IPage, Task>? prepare = null, bool isWatched = false)
    {
        (int width, int height) = size ?? (1280, 900);
        IPage page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme, BypassCSP = isWatched });
        await page.Context.GrantPermissionsAsync(["microphone"]);
        await page.AddInitScriptAsync("window.states = []; addEventListener('DOMContentLoaded', () => new MutationObserver(() => states.push(document.body.dataset.state)).observe(document.body, { attributeFilter: ['data-state'] }))");
        await page.AddInitScriptAsync("window.pauses = []; { const start = setTimeout; window.setTimeout = (action, pause, ...all) => { pauses.push(pause); return start(action, pause, ...all); }; }");
        await (prepare?.Invoke(page) ?? Task.CompletedTask);
        if (isWatched)
        {
            await SoundLog.InstallAsync(page);
        }

        TalkPage opened = new(page, server);
        await page.GotoAsync(server.ToString());
        return opened;
    }

    public Task WaitForStateAsync(string states) => Page.WaitForFunctionAsync("states => states.split('|').includes(document.body.dataset.state)", states);

    /// <summary>Waits until there has been a state: it may be over before a busy machine looks again.</summary>
    public Task WaitForPastStateAsync(string state) => Page.WaitForFunctionAsync("state => states.includes(state)", state);

    /// <summary>The states so far, without repetitions.</summary>
    public async Task<string[]> StatesAsync()
    {
        string[] all = await Page.EvaluateAsync<string[]>("states");
        return [.. all.Where((state, i) => i == 0 || all[i - 1] != state)];
    }

    /// <summary>The pauses between attempts to connect, in milliseconds: the page has no other timers of one shot.</summary>
    public Task<double[]> PausesAsync() => Page.EvaluateAsync<double[]>("pauses");

    public ValueTask DisposeAsync() => new(Page.Context.CloseAsync());

    public async Task TypeAsync(string text)
    {
        await Page.FillAsync("#message", text);
        await Page.PressAsync("#message", "Enter");
    }

    /// <summary>Whether the environment names a folder for pictures.</summary>
    public static bool TakesPictures => Environment.GetEnvironmentVariable("CASCADE_PICTURES") is not null;

    /// <summary>Takes a picture for the documentation, when the environment names a folder for them.</summary>
    public async Task PictureAsync(string name, string? element = null)
    {
        if (Environment.GetEnvironmentVariable("CASCADE_PICTURES") is { } folder)
        {
            await Page.EvaluateAsync("scrollTo(0, 0)");
            string path = Path.Combine(folder, $"talk-{name}.png");
            await (element is null ? Page.ScreenshotAsync(new() { Path = path }) : Page.Locator(element).ScreenshotAsync(new() { Path = path }));
        }
    }

    private void Take(string? text, bool isSent)
    {
        Add(_frames, text);
        int length = System.Text.Encoding.UTF8.GetByteCount(text ?? "");
        int head = (length < 126 ? 2 : length <= ushort.MaxValue ? 4 : 10) + (isSent ? 4 : 0); // source: RFC 6455, section 5.2
        Interlocked.Add(ref isSent ? ref _sentBytes : ref _receivedBytes, length + head);
    }

    private static void Add(List<string> list, string? text)
    {
        lock (list)
        {
            list.Add(text ?? "");
        }
    }

    private static string[] Copy(List<string> list)
    {
        lock (list)
        {
            return [.. list];
        }
    }
}
