namespace Cascade.Dialogue.Tests.Text;

public sealed class TextTurnDetectorTests
{
    [TestCase("I would like the", 0.15f)]
    [TestCase("my name is anna and", 0.15f)]
    [TestCase("well, um", 0.15f)]
    [TestCase("first,", 0.15f)]
    [TestCase("I went there and ...", 0.15f)]
    [TestCase("I want to", 0.4f)]
    [TestCase("yes it is", 0.4f)]
    [TestCase("my number is five five five", 0.4f)]
    [TestCase("a coffee please", 0.6f)]
    [TestCase("I told her", 0.6f)]
    [TestCase("see you at ten", 0.6f)]
    [TestCase("call five five five.", 0.6f)]
    [TestCase("turn off the lights", 0.6f)]
    [TestCase("", 0.6f)]
    [TestCase("go on", 0.9f)]
    [TestCase("Thank you.", 0.9f)]
    [TestCase("what time is it", 0.9f)]
    [TestCase("really?", 0.9f)]
    [TestCase("do you know that the", 0.15f)]
    public async Task LastWords_TellWhetherMoreFollows(string text, float probability) =>
        Assert.That(await new TextTurnDetector().PredictEndAsync(new TurnEvidence { Text = text, Audio = default, Duration = TimeSpan.FromSeconds(2) }), Is.EqualTo(probability));
}
