namespace Cascade.Tests.Trust;

/// <summary>The failure of a source in a soak.</summary>
internal sealed class SoakSourceException : Exception
{
    public SoakSourceException()
        : base("the source was told to fail")
    {
    }
}
