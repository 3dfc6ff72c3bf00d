using System.Text;
using System.Text.Json.Nodes;

namespace Cascade.Cli.Archives.Work;

/// <summary>Results as they are kept: they belong to a content, which may have several names.</summary>
internal static class ResultDocument
{
    /// <summary>Takes the file's name out and adds the part that is missing, if one is.</summary>
    public static byte[] Clean(byte[] json, string? shortfall)
    {
        JsonObject document = JsonNode.Parse(json)!.AsObject();
        document.Remove("file");
        if (shortfall is not null)
        {
            document["shortfall"] = shortfall;
        }

        return Encoding.UTF8.GetBytes(document.ToJsonString());
    }
}
