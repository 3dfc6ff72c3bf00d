using System.Threading.RateLimiting;

namespace Cascade.Server;

/// <summary>How often one address may connect.</summary>
internal static class ConnectionRateLimit
{
    public const string Policy = "connections";

    public static void AddConnectionRateLimit(this IServiceCollection services, int perMinute) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.AddPolicy(Policy, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1) }));
    });
}
