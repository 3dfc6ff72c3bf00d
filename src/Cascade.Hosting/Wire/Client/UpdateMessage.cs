namespace Cascade.Hosting.Wire;

internal sealed record UpdateMessage : ClientMessage
{
    public required OptionsMessage Options { get; init; }
}
