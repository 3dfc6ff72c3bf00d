using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Cascade.Hosting.Connections;

/// <summary>Compares tokens in a time that tells neither their content nor their length.</summary>
internal static class AccessToken
{
    private const string Scheme = "Bearer ";

    /// <summary>Whether a token is the one that is wanted.</summary>
    public static bool IsRight(string? offered, string wanted) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(offered ?? "")), SHA256.HashData(Encoding.UTF8.GetBytes(wanted)));

    /// <summary>The bearer token of a request, <see langword="null"/> if it has no such header.</summary>
    public static string? Of(HttpRequest request)
    {
        string header = request.Headers.Authorization.ToString();
        return header.Length == 0 ? null : header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : "";
    }
}
