using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cascade.Cli.Archives;

/// <summary>The form of everything that stands in the queue and beside it.</summary>
internal static class ArchiveJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    /// <exception cref="InvalidDataException">The bytes are something else.</exception>
    public static T Read<T>(byte[]? bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, Options) ?? throw new InvalidDataException($"Expected the JSON of {typeof(T).Name}; found null.");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"Expected the JSON of {typeof(T).Name}: {fault.Message}", fault);
        }
    }
}
