using Cascade.Hosting.Sessions;

namespace Cascade.Hosting.Realtime.Sessions;

/// <summary>Ids as clients of the protocol know them.</summary>
internal static class Ids
{
    private const int ItemLength = 21;

    public static string Random() => SecretId.New();

    public static string Item() => New("item_");

    public static string Response() => New("resp_");

    // The protocol allows 32 characters.
    private static string New(string prefix) => prefix + Random()[..ItemLength];
}
