using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Cascade.Browser.Tests.Support;

/// <summary>The rules of axe-core for pages that everybody can read and use: contrast, names, roles, landmarks, keyboard.</summary>
internal static class Accessibility
{
    /// <summary>Returns a line for each element that breaks a rule, with the element's HTML.</summary>
    public static async Task<string[]> FindFaultsAsync(IPage page)
    {
        AxeResult result = await page.RunAxe();
        Assert.That(result.Passes, Is.Not.Empty, "no rule was tried");
        return [.. result.Violations.SelectMany(rule => rule.Nodes.Select(node => $"{rule.Id} ({rule.Impact}): {rule.Help}: {node.Html}"))];
    }
}
