using Cascade.Cli.Drawing;

namespace Cascade.Cli.Timelines;

/// <summary>The colours of a timeline by their roles. Text has a contrast of at least 4.5 on its ground.</summary>
internal static class TimelinePaints
{
    public static Paint Ground { get; } = new("ground", 0xFFFFFF, 0x0F141A);

    public static Paint Panel { get; } = new("panel", 0xF6F8FA, 0x161C24);

    public static Paint Grid { get; } = new("grid", 0xDDE3E9, 0x2A333D);

    public static Paint Axis { get; } = new("axis", 0x9AA5B1, 0x566270);

    public static Paint Text { get; } = new("text", 0x1B222A, 0xE8EDF2);

    public static Paint Note { get; } = new("note", 0x56616D, 0x97A3B0);

    public static Paint Speech { get; } = new("speech", 0x12805C, 0x3FBF8F);

    public static Paint SpeechTint { get; } = new("tint", 0x12A374, 0x3FBF8F, 0.13);

    public static Paint OnSpeech { get; } = new("onspeech", 0xFFFFFF, 0x08120E);

    public static Paint Silence { get; } = new("silence", 0x9AA5B1, 0x5C6875);

    public static Paint Probability { get; } = new("probability", 0x2458C9, 0x7CA8FF);

    public static Paint ProbabilityRange { get; } = new("range", 0x2458C9, 0x7CA8FF, 0.12);

    public static Paint Enter { get; } = new("enter", 0xB4400C, 0xFF9A62);

    public static Paint Exit { get; } = new("exit", 0x8A6100, 0xE3B341);
}
