using Microsoft.Extensions.Options;

namespace Cascade.Hosting.Realtime;

/// <summary>Checks the options when the application starts.</summary>
internal sealed class ConversationHostingOptionsValidator : IValidateOptions<ConversationHostingOptions>
{
    public ValidateOptionsResult Validate(string? name, ConversationHostingOptions options)
    {
        (bool IsLegal, string Name, object? Value, string Expected)[] rules =
        [
            (options.Model.Length > 0, nameof(options.Model), options.Model, "not empty"),
            (options.Voice.Length > 0, nameof(options.Voice), options.Voice, "not empty"),
            (options.ClientSecretLifetime >= TimeSpan.FromSeconds(10) && options.ClientSecretLifetime <= TimeSpan.FromHours(2), nameof(options.ClientSecretLifetime), options.ClientSecretLifetime, "from 10 s to 2 hours"),
            (options.MaxClientSecrets >= 1, nameof(options.MaxClientSecrets), options.MaxClientSecrets, "at least 1"),
            (options.MaxItems is >= 16 and <= 100_000, nameof(options.MaxItems), options.MaxItems, "from 16 to 100000"),
            (options.MaxUploadBytes is >= 1024 and <= 1024 * 1024 * 1024, nameof(options.MaxUploadBytes), options.MaxUploadBytes, "from 1 KB to 1 GB"),
        ];
        List<string> faults = [.. from rule in rules where !rule.IsLegal select $"{ConversationHostingOptions.SectionName}:{rule.Name} must be {rule.Expected}; found {rule.Value}."];
        try
        {
            options.Conversation.Validate();
        }
        catch (ArgumentException e)
        {
            faults.Add($"{ConversationHostingOptions.SectionName}:Conversation: {e.Message}");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
