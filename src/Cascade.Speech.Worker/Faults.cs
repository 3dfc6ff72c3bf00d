using System.Reflection;

namespace Cascade.Speech.Worker;

/// <summary>Faults as the host reads them.</summary>
internal static class Faults
{
    /// <summary>The name and the message of the exception that the engine threw.</summary>
    public static string Describe(Exception fault)
    {
        while (fault is TargetInvocationException or AggregateException && fault.InnerException is { } inner)
        {
            fault = inner;
        }

        return $"{fault.GetType().Name}: {fault.Message}";
    }
}
