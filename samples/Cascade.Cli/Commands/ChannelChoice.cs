namespace Cascade.Cli.Commands;

/// <summary>What is listened to of an input with several channels.</summary>
internal enum ChannelChoice
{
    Mean,
    Each,
}
