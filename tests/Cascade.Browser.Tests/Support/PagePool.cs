using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Cascade.Browser.Tests.Support;

/// <summary>Pages of a browser that one test uses after the other, each with a context of its own: a new one takes as long as a short test.</summary>
internal sealed class PagePool(IBrowser browser)
{
    private readonly ConcurrentBag<IPage> _idle = [];

    public async Task<IPage> RentAsync()
    {
        if (_idle.TryTake(out IPage? page))
        {
            return page;
        }

        IBrowserContext context = await browser.NewContextAsync(new() { DeviceScaleFactor = Pictures.IsWanted ? 2 : 1 });
        return await context.NewPageAsync();
    }

    /// <summary>Takes a page back, without what its test left in it. One that does not answer any more is not used again.</summary>
    public async Task ReturnAsync(IPage page)
    {
        try
        {
            string state = await page.EvaluateAsync<string>("() => { localStorage.clear(); return document.body.dataset.state; }");
            if (state != "idle")
            {
                await page.GotoAsync(Shared.Server.Address.ToString()); // what still runs must not report to the next test
            }

            _idle.Add(page);
        }
        catch (PlaywrightException)
        {
            await page.Context.CloseAsync();
        }
    }
}
