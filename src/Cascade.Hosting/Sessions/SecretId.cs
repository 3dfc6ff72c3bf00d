using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;

namespace Cascade.Hosting.Sessions;

/// <summary>Ids that nobody can guess: 128 random bits.</summary>
internal static class SecretId
{
    private const int Bytes = 16;

    public static string New() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(Bytes));
}
