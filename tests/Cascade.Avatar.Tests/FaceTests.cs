using System.Text.Json;
using Cascade.Avatar.Tests.Support;

namespace Cascade.Avatar.Tests;

public sealed class FaceTests
{
    [TestCase("astronaut")]
    [TestCase("camera")]
    public void Face_IsWhereHaarsDetectorSeesOne(string name)
    {
        DetectedFace face = new FaceDetector().Detect(Pictures.Read(name)).Single();
        int[] haar = Haar(name).Single();
        TestContext.Out.WriteLine($"{name}: {face.Left:0} {face.Top:0} {face.Width:0} {face.Height:0} score {face.Score:0.00} overlap {Overlap(face, haar):0.00}");
        Assert.That(Overlap(face, haar), Is.GreaterThan(0.5));
    }

    [TestCase("chelsea")]
    [TestCase("coffee")]
    public void PictureWithoutPerson_HasNoFace(string name)
    {
        Assert.That(Haar(name), Is.Empty);
        Assert.That(new FaceDetector().Detect(Pictures.Read(name)), Is.Empty);
    }

    private static int[][] Haar(string name) => JsonSerializer.Deserialize<Dictionary<string, int[][]>>(File.ReadAllText(Pictures.PathOf("haar.json")))![name];

    private static double Overlap(DetectedFace face, int[] box)
    {
        double width = Math.Min(face.Left + face.Width, box[0] + box[2]) - Math.Max(face.Left, box[0]);
        double height = Math.Min(face.Top + face.Height, box[1] + box[3]) - Math.Max(face.Top, box[1]);
        double shared = Math.Max(0, width) * Math.Max(0, height);
        return shared / ((face.Width * face.Height) + (box[2] * box[3]) - shared);
    }
}
