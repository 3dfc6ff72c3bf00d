namespace Cascade.Hosting;

/// <summary>
/// Gets or sets how conversations are hosted. Limits, tokens and origins are those of <see cref="CascadeHostingOptions"/>, which all sessions of an application share.
/// </summary>
public sealed class ConversationHostingOptions
{
    /// <summary>The configuration section that is bound.</summary>
    public const string SectionName = "Cascade:Conversation";

    /// <summary>
    /// Gets or sets the settings that a conversation begins with. Clients change instructions, tools, voice, turn taking, the format of the input and its threshold. Default:
    /// <see cref="ConversationOptions"/>.
    /// </summary>
    public ConversationOptions Conversation { get; set; } = new();

    /// <summary>Gets or sets the name of the model that sessions report where the client names none. Default "cascade".</summary>
    public string Model { get; set; } = "cascade";

    /// <summary>Gets or sets the voice that sessions report where the client names none. Default "default".</summary>
    public string Voice { get; set; } = "default";

    /// <summary>Gets the voices by the name that clients use, each with the name that the text-to-speech client knows. Other names get the text-to-speech client's own voice. Default none.</summary>
    public IDictionary<string, string> Voices { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets how long a client secret may be used to connect, unless its request says so. Default 10 minutes; 10 s to 2 hours.</summary>
    public TimeSpan ClientSecretLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets or sets the most client secrets that are valid at one time. Default 10,000; at least 1.</summary>
    public int MaxClientSecrets { get; set; } = 10_000;

    /// <summary>Gets or sets the most items of a conversation that a session keeps for its client. The oldest are forgotten. Default 200; 16 to 100,000.</summary>
    public int MaxItems { get; set; } = 200;

    /// <summary>Gets or sets the largest upload of <c>/v1/audio/transcriptions</c> in bytes. Default 25 MB; 1 KB to 1 GB.</summary>
    public long MaxUploadBytes { get; set; } = 25 * 1024 * 1024;
}
