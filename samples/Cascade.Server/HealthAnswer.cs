using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cascade.Server;

/// <summary>The answer to a balancer: whether the server is well, its load, and whether it is drained, as JSON.</summary>
internal static class HealthAnswer
{
    public static HealthCheckOptions Options { get; } = new() { ResponseWriter = WriteAsync };

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        JsonObject answer = new() { ["status"] = report.Status.ToString() };
        foreach ((string name, object value) in report.Entries.Values.SelectMany(entry => entry.Data))
        {
            answer[name] = value switch { int count => count, double part => Math.Round(part, 3), bool flag => flag, _ => value.ToString() };
        }

        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(answer.ToJsonString());
    }
}
