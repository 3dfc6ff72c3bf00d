namespace Cascade.Hosting.Realtime.Wire;

/// <summary>A client's event cannot be done. The session goes on; the client is told by an <c>error</c> event.</summary>
/// <param name="code">A word for programs.</param>
/// <param name="message">The expected and the found, and the remedy.</param>
/// <param name="param">The field, if one is at fault.</param>
internal sealed class RealtimeException(string code, string message, string? param = null) : Exception(message)
{
    public const string InvalidValue = "invalid_value";
    public const string Unsupported = "unsupported_parameter";

    public string Code => code;

    public string? Param => param;

    public static RealtimeException Missing(string param) => new("missing_required_parameter", $"Missing required parameter: '{param}'.", param);

    public static RealtimeException NotServed(string param, string found, string instead) =>
        new(Unsupported, $"This server does not serve {param} = {found}. {instead}", param);
}
