using Microsoft.Playwright;

namespace Cascade.Browser.Tests.Support;

/// <summary>Pictures of the page for the documentation, when the environment names a folder for them.</summary>
internal static class Pictures
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("CASCADE_PICTURES");

    public static bool IsWanted => Folder is not null;

    public static async Task TakeAsync(IPage page, string name)
    {
        if (Folder is not null)
        {
            await page.EvaluateAsync("scrollTo(0, 0)");
            await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"server-{name}.png") });
        }
    }
}
