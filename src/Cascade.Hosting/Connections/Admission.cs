namespace Cascade.Hosting.Connections;

/// <summary>Whether a connection may be upgraded.</summary>
internal enum Admission
{
    Admitted,
    TooManyOfClient,
    TooMany,
    Stopping,
}
