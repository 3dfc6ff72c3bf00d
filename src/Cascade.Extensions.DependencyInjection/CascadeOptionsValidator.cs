using Microsoft.Extensions.Options;

namespace Cascade.Extensions.DependencyInjection;

/// <summary>Says which options are out of their range, with the section in front of each name.</summary>
internal sealed class CascadeOptionsValidator<TOptions>(string section) : IValidateOptions<TOptions>
    where TOptions : CascadeOptions
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        (bool IsLegal, string Name, object Value, string Expected)[] rules =
        [
            (!options.Batch || options.Processor.Engine.Name == "Managed", "Processor.Engine", options.Processor.Engine, "Managed with Batch"),
            (options.BatchInterval >= TimeSpan.FromMilliseconds(1) && options.BatchInterval <= TimeSpan.FromSeconds(1), nameof(options.BatchInterval), options.BatchInterval, "from 1 ms to 1 s"),
            (options.BatchThreads is >= 1 and <= 1024, nameof(options.BatchThreads), options.BatchThreads, "from 1 to 1024"),
        ];
        List<string> faults = [.. from rule in rules where !rule.IsLegal select $"{section}:{rule.Name} must be {rule.Expected}; found {rule.Value}."];
        try
        {
            options.Processor.Validate();
        }
        catch (ArgumentException e)
        {
            faults.Add($"{section}:Processor: {e.Message}");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
