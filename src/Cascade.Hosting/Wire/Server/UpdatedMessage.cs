namespace Cascade.Hosting.Wire;

internal sealed record UpdatedMessage : ServerMessage
{
    public required EffectiveOptions Options { get; init; }
}
