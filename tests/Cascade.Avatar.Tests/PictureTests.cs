using Cascade.Avatar.Tests.Support;
using SkiaSharp;

namespace Cascade.Avatar.Tests;

public sealed class PictureTests
{
    [Test]
    public void OneFace_IsTheSpeaker()
    {
        DetectedFace face = new FaceDetector().DetectSpeaker(Pictures.Read("astronaut"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(face.RightEye.X, Is.LessThan(face.LeftEye.X), "the person's right eye is on the left");
            Assert.That(face.Mouth.Y, Is.GreaterThan(face.Nose.Y));
            Assert.That(face.Nose.Y, Is.GreaterThan(face.LeftEye.Y));
            Assert.That(face.RightEar.X, Is.LessThan(face.RightEye.X));
            Assert.That(face.LeftEar.X, Is.GreaterThan(face.LeftEye.X));
            Assert.That(face.Mouth.X, Is.InRange(face.Left, face.Left + face.Width));
        }
    }

    [Test]
    public void FacesOfOneSize_AreRefusedWithTheirNumber()
    {
        FacePicture twins = Pictures.Compose(512, 300, ("astronaut", -120, -20, 512), ("astronaut", 160, -20, 512));
        AvatarException fault = Assert.Throws<AvatarException>(() => new FaceDetector().DetectSpeaker(twins))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(fault.Reason, Is.EqualTo(AvatarFailure.NoSingleFace));
            Assert.That(fault.Message, Does.Contain("2 faces"));
            Assert.That(fault.Expected, Is.EqualTo("one face"));
        }
    }

    [Test]
    public void LargestFace_SpeaksBeforeASmallOne()
    {
        FacePicture pair = Pictures.Compose(512, 400, ("astronaut", -100, -20, 700), ("astronaut", 290, 100, 400));
        FaceDetector detector = new(0.5);
        Assert.That(detector.Detect(pair), Has.Count.EqualTo(2));
        Assert.That(detector.DetectSpeaker(pair).Left, Is.EqualTo((178 * 700 / 512) - 100).Within(15));
    }

    [Test]
    public void PictureWithoutFace_IsRefused()
    {
        AvatarException fault = Assert.Throws<AvatarException>(() => new FaceDetector().DetectSpeaker(Pictures.Read("coffee")))!;
        Assert.That((fault.Reason, fault.Found), Is.EqualTo((AvatarFailure.NoSingleFace, "no face")));
    }

    // A camera that was held upright stores the picture lying, and says so.
    [TestCase(6, 90)]
    [TestCase(8, 270)]
    [TestCase(3, 180)]
    public void LyingPicture_IsTurnedAsItsFileSays(int orientation, int degrees)
    {
        FacePicture upright = Pictures.Read("astronaut");
        FacePicture turned = FacePicture.FromBytes(Pictures.StoredLying("astronaut", orientation, degrees));
        double difference = upright.Pixels.Zip(turned.Pixels, (a, b) => Math.Abs(a - b)).Average();
        Assert.That(difference, Is.LessThan(3), "only another compression");
    }

    [TestCase("")]
    [TestCase("no picture at all")]
    public void BytesOfAnotherKind_AreRefused(string text)
    {
        AvatarException fault = Assert.Throws<AvatarException>(() => FacePicture.FromBytes(System.Text.Encoding.UTF8.GetBytes(text)))!;
        Assert.That(fault.Reason, Is.EqualTo(AvatarFailure.BadPicture));
        Assert.That(fault.Message, Does.Contain("expected a picture as PNG"));
    }

    [Test]
    public void BrokenPicture_IsRefused()
    {
        byte[] whole = File.ReadAllBytes(Pictures.PathOf("astronaut.jpg"));
        Assert.That(Assert.Throws<AvatarException>(() => FacePicture.FromBytes(whole.AsSpan(0, whole.Length / 2)))!.Reason, Is.EqualTo(AvatarFailure.BadPicture));
    }

    [Test]
    public void HugePicture_IsRefusedBeforeItIsDecoded()
    {
        byte[] file = Pictures.WithSize(File.ReadAllBytes(Pictures.PathOf("astronaut.jpg")), 60_000, 60_000);
        AvatarException fault = Assert.Throws<AvatarException>(() => FacePicture.FromBytes(file))!;
        Assert.That(fault.Found, Is.EqualTo("60000 x 60000"));
    }

    [Test]
    public void TransparentPixels_BecomeWhite()
    {
        using SKBitmap empty = new(8, 8);
        empty.Erase(SKColors.Transparent);
        Assert.That(FacePicture.FromBytes(empty.Encode(SKEncodedImageFormat.Png, 100).ToArray()).Pixels, Is.All.EqualTo(255));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(double.NaN)]
    public void Threshold_OutOfRangeIsRefused(double threshold) => Assert.Throws<ArgumentOutOfRangeException>(() => _ = new FaceDetector(threshold));
}
