using System.Text.Json;
using Cascade.Talk.Tests.Support;
using Microsoft.Playwright;

namespace Cascade.Talk.Tests;

/// <content>The drawn face.</content>
internal sealed partial class TalkPageTests
{
    private const double Closed = 0.08;
    private const double Open = 0.4;
    private const double OpenCalmly = 0.1;

    private static readonly JsonSerializerOptions s_wire = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    // Notes in every picture of the screen how far the mouth is open, at which place of the answer, and in which state.
    private const string Watch = """
        () => {
            window.mouth = [];
            const face = document.getElementById("face").dataset;
            const look = () => { mouth.push({ state: document.body.dataset.state, open: +face.open, place: face.place === "" ? -1 : +face.place }); requestAnimationFrame(look); };
            look();
        }
        """;

    [TestCase(ColorScheme.Light, ReducedMotion.NoPreference, "light")]
    [TestCase(ColorScheme.Dark, ReducedMotion.NoPreference, "dark")]
    [TestCase(ColorScheme.Light, ReducedMotion.Reduce, "calm")]
    public async Task Mouth_OpensWithSpeechAndClosesInSilence(ColorScheme scheme, ReducedMotion motion, string name)
    {
        bool isCalm = motion == ReducedMotion.Reduce; // half as far, and slowly
        await using TalkPage page = await TalkPage.OpenAsync(Shared.Browser, Shared.Server.Address, scheme: scheme);
        await page.Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = motion });
        await page.Page.EvaluateAsync(Watch);
        await page.TypeAsync("tell me a story"); // a long answer, so that a busy machine draws enough pictures of it
        if (TalkPage.TakesPictures)
        {
            await page.Page.WaitForFunctionAsync($"() => +document.getElementById('face').dataset.open > {(isCalm ? 0.15 : 0.35)}");
            await page.PictureAsync($"face-{name}");
        }

        await page.Page.WaitForFunctionAsync("() => new Set(mouth.map(one => one.place)).size > 60 && mouth.some(one => one.place > 2000)");
        Sample[] samples = JsonSerializer.Deserialize<Sample[]>(await page.Page.EvaluateAsync<string>("JSON.stringify(mouth)"), JsonSerializerOptions.Web)!;
        await page.Page.ClickAsync("#hush");
        await page.WaitForStateAsync("listening");
        await page.Page.WaitForFunctionAsync("() => +document.getElementById('face').dataset.open < 0.01");

        Shape[] shapes = [.. page.Frames.SelectMany(Visemes)];
        Sample[] spoken = [.. samples.Where(sample => sample.Place > 0).DistinctBy(sample => sample.Place)]; // where the sound of a busy machine stands still, one picture counts
        Assert.Multiple(() =>
        {
            Assert.That(samples.TakeWhile(sample => sample.Place < 0).Select(sample => sample.Open), Is.All.LessThan(Closed), "before the answer");
            Assert.That(spoken, Has.Length.GreaterThan(10), "pictures while it was spoken");
            Assert.That(spoken.Max(sample => sample.Open), isCalm ? Is.InRange(OpenCalmly, 0.5) : Is.InRange(Open, 1.0), "in the answer");
            Assert.That(shapes, Has.Length.GreaterThan(15), "shapes that the server told");
            Assert.That(page.Faults, Is.Empty);
        });
        if (!isCalm)
        {
            double together = Correlation(spoken, shapes);
            TestContext.Out.WriteLine($"The drawn mouth and the shapes told correlate by {together:0.00} over {spoken.Length} pictures.");
            Assert.That(together, Is.GreaterThan(0.6), "opening of the mouth, and of the shapes at the place that is heard");
        }
    }

    [Test]
    public async Task Shapes_DifferAndStayInTheFace()
    {
        await using TalkPage page = await TalkPage.OpenAsync(Shared.Browser, Shared.Server.Address);
        string[] paths = await page.Page.EvaluateAsync<string[]>("""
            async () => {
                const { Face, Shapes } = await import(new URL("js/face.js", location));
                const sheet = document.createElement("div");
                sheet.id = "sheet";
                sheet.style.cssText = "position:fixed;top:0;left:0;z-index:9;display:grid;grid-template-columns:repeat(5,150px);text-align:center;padding:12px;background:var(--surface)";
                document.body.append(sheet);
                return Object.keys(Shapes).map(shape => {
                    const cell = document.createElement("div");
                    const svg = document.getElementById("face").cloneNode(true);
                    svg.removeAttribute("id");
                    svg.style.cssText = "width:130px;height:130px;margin:0 auto";
                    cell.append(svg, shape);
                    sheet.append(cell);
                    const face = new Face(svg);
                    face.add("item", [{ shape, start_ms: 0, weight: 1 }]);
                    face.draw("item", 0, 0, performance.now() + 10_000);
                    return svg.querySelector(".mouth").getAttribute("d") + svg.querySelector(".tongue").getAttribute("cy");
                });
            }
            """);
        await page.PictureAsync("shapes", "#sheet");
        Assert.That(paths, Is.Unique.And.Length.EqualTo(15));
        Assert.That(page.Faults, Is.Empty);
    }

    private static IEnumerable<Shape> Visemes(string frame)
    {
        using JsonDocument document = JsonDocument.Parse(frame);
        return document.RootElement.GetProperty("type").GetString() == "cascade.visemes"
            ? document.RootElement.GetProperty("visemes").Deserialize<Shape[]>(s_wire)!
            : [];
    }

    private static double Correlation(Sample[] spoken, Shape[] shapes)
    {
        List<(double Drawn, double Told)> pairs = [];
        foreach (Sample sample in spoken)
        {
            int at = Array.FindLastIndex(shapes, shape => shape.StartMs <= sample.Place);
            if (at >= 0)
            {
                pairs.Add((sample.Open, Opening(shapes[at])));
            }
        }

        double drawn = pairs.Average(pair => pair.Drawn);
        double told = pairs.Average(pair => pair.Told);
        return pairs.Sum(pair => (pair.Drawn - drawn) * (pair.Told - told)) / Math.Sqrt(pairs.Sum(pair => Math.Pow(pair.Drawn - drawn, 2)) * pairs.Sum(pair => Math.Pow(pair.Told - told, 2)));
    }

    private static double Opening(Shape shape) => shape.Weight * shape.Name switch
    {
        "sil" or "PP" => 0,
        "aa" => 1,
        "O" => 0.75,
        "E" => 0.6,
        "FF" or "SS" => 0.15,
        _ => 0.3,
    };

    private sealed record Sample(string State, double Open, double Place);

    private sealed record Shape(double StartMs, double Weight)
    {
        [System.Text.Json.Serialization.JsonPropertyName("shape")]
        public string Name { get; init; } = "";
    }
}
