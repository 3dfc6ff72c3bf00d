using Cascade.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Cascade.Browser.Tests;

/// <summary>Tests of the page. Whatever they do with it, it has no error, keeps to its content policy, and asks nobody else for anything.</summary>
internal abstract class PageTests
{
    private readonly List<IAsyncDisposable> _opened = [];

    [TearDown]
    public async Task CloseAsync()
    {
        foreach (IAsyncDisposable opened in Enumerable.Reverse(_opened))
        {
            await opened.DisposeAsync();
        }

        Assert.That(_opened.OfType<CascadePage>().SelectMany(page => page.Faults), Is.Empty);
    }

    /// <summary>Keeps something until the test is over.</summary>
    protected T Own<T>(T opened)
        where T : IAsyncDisposable
    {
        _opened.Add(opened);
        return opened;
    }

    /// <inheritdoc cref="CascadePage.OpenAsync"/>
    protected async Task<CascadePage> OpenAsync(
        IBrowser? browser = null, Uri? server = null, bool expectsLostConnections = false, (int Width, int Height)? size = null, ColorScheme scheme = ColorScheme.Light) =>
        Own(await CascadePage.OpenAsync(browser, server, expectsLostConnections, size, scheme));
}
