using Cascade.Browser.Tests.Support;

namespace Cascade.Browser.Tests;

internal sealed class PolicyTests : PageTests
{
    [Test]
    public async Task ScriptThatIsNotTheServers_DoesNotRun()
    {
        // Not through OpenAsync: a breach of the content policy is a fault of the page there.
        await using CascadePage page = await CascadePage.OpenAsync();
        bool hasRun = await page.Page.EvaluateAsync<bool>(
            """
            () => new Promise(resolve => {
                addEventListener("securitypolicyviolation", () => resolve("hasRun" in window));
                const script = document.createElement("script");
                script.textContent = "window.hasRun = true";
                document.body.append(script);
                setTimeout(() => resolve(true), 5000);
            })
            """);
        Assert.That(hasRun, Is.False);
        Assert.That(page.Faults, Has.Count.EqualTo(1), "and the browser tells");
    }
}
