using System.ComponentModel;
using System.Globalization;
using Cascade.Inference.Managed;
using Cascade.Inference.Onnx;

namespace Cascade.Inference;

/// <summary>Names of engines, for configuration: Managed, OnnxRuntime (a session for each stream) or OnnxRuntimeShared (one session).</summary>
internal sealed class VadEngineConverter : TypeConverter
{
    private const string SharedName = OnnxEngine.EngineName + "Shared";

    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value)
    {
        if (value is not string name)
        {
            return base.ConvertFrom(context, culture, value);
        }

        return name.ToUpperInvariant() switch
        {
            "MANAGED" => VadEngine.Managed(),
            "ONNXRUNTIME" => VadEngine.OnnxRuntime(),
            "ONNXRUNTIMESHARED" => VadEngine.OnnxRuntime(shareSession: true),
            _ => throw new FormatException($"An engine is {ManagedEngine.EngineName}, {OnnxEngine.EngineName} or {SharedName}; found '{name}'."),
        };
    }
}
