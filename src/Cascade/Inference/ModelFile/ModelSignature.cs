using System.Globalization;
using System.Text;

namespace Cascade.Inference.ModelFile;

/// <summary>
/// Compares the names, types and shapes of a model's inputs and outputs with those of the Silero network, so that a wrong file is refused when it is loaded,
/// whatever the engine. Field numbers are those of onnx.proto. Loops in place of LINQ: compiling iterators takes milliseconds of a program's start.
/// </summary>
internal static class ModelSignature
{
    private const int Float32 = 1;
    private const int Int64 = 7;

    // A rank-0 tensor may come without a shape. A dimension of -1 is free in the Silero files or in models exported otherwise.
    private static readonly Tensor[] Inputs =
    [
        new("input", Float32, [-1, -1]),
        new("state", Float32, [2, -1, SileroNetwork.HiddenUnits]),
        new("sr", Int64, []),
    ];

    private static readonly Tensor[] Outputs =
    [
        new("output", Float32, [-1, 1]),
        new("stateN", Float32, [-1, -1, -1]),
    ];

    public static void Check(ReadOnlySpan<byte> onnx, string name)
    {
        List<Tensor> inputs;
        List<Tensor> outputs;
        try
        {
            (inputs, outputs) = ReadGraph(onnx);
        }
        catch (InvalidDataException e)
        {
            throw new VadModelException(
                $"'{name}' is not an ONNX model: {e.Message}. Expected the .onnx file of Silero VAD version 5 or 6.", name, "an ONNX model", e.Message, e);
        }

        Compare(Inputs, inputs, "inputs", name);
        Compare(Outputs, outputs, "outputs", name);
    }

    private static void Compare(Tensor[] expected, List<Tensor> found, string what, string name)
    {
        bool same = expected.Length == found.Count;
        for (int i = 0; same && i < expected.Length; i++)
        {
            same = expected[i].Accepts(found[i]);
        }

        if (!same)
        {
            string wanted = string.Join(", ", expected.AsEnumerable());
            string had = found.Count == 0 ? "none" : string.Join(", ", found);
            throw new VadModelException(
                $"'{name}' is not a Silero VAD network of version 5 or 6: expected the {what} {wanted}; found {had}.", name, wanted, had);
        }
    }

    private static (List<Tensor> Inputs, List<Tensor> Outputs) ReadGraph(ReadOnlySpan<byte> onnx)
    {
        const int graphField = 7;
        const int inputField = 11;
        const int outputField = 12;
        List<Tensor> inputs = [];
        List<Tensor> outputs = [];
        bool found = false;
        ProtoReader model = new(onnx);
        while (model.Next())
        {
            if (model.Field != graphField)
            {
                continue;
            }

            found = true;
            ProtoReader graph = new(model.Bytes);
            while (graph.Next())
            {
                if (graph.Field is inputField or outputField)
                {
                    (graph.Field == inputField ? inputs : outputs).Add(ReadTensor(graph.Bytes));
                }
            }
        }

        return found ? (inputs, outputs) : throw new InvalidDataException("it has no graph");
    }

    // ValueInfoProto { name = 1, type = 2 { tensor_type = 1 { elem_type = 1, shape = 2 { dim = 1 { dim_value = 1, dim_param = 2 } } } } }
    private static Tensor ReadTensor(ReadOnlySpan<byte> valueInfo)
    {
        string name = "";
        int type = 0;
        List<long> shape = [];
        ProtoReader info = new(valueInfo);
        while (info.Next())
        {
            if (info.Field == 1)
            {
                name = Encoding.UTF8.GetString(info.Bytes);
            }
            else if (info.Field == 2)
            {
                ProtoReader tensor = new(Child(info.Bytes, 1));
                while (tensor.Next())
                {
                    if (tensor.Field == 1)
                    {
                        type = (int)tensor.Number;
                    }
                    else if (tensor.Field == 2)
                    {
                        ReadShape(tensor.Bytes, shape);
                    }
                }
            }
        }

        return new Tensor(name, type, [.. shape]);
    }

    private static void ReadShape(ReadOnlySpan<byte> bytes, List<long> shape)
    {
        ProtoReader dimensions = new(bytes);
        while (dimensions.Next())
        {
            ProtoReader dimension = new(dimensions.Bytes);
            long size = -1;
            while (dimension.Next())
            {
                size = dimension.Field == 1 ? (long)dimension.Number : -1;
            }

            shape.Add(size);
        }
    }

    private static ReadOnlySpan<byte> Child(ReadOnlySpan<byte> message, int field)
    {
        ProtoReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field == field)
            {
                return reader.Bytes;
            }
        }

        return default;
    }

    private sealed record Tensor(string Name, int Type, long[] Shape)
    {
        public bool Accepts(Tensor other)
        {
            bool same = Name == other.Name && Type == other.Type && Shape.Length == other.Shape.Length;
            for (int i = 0; same && i < Shape.Length; i++)
            {
                same = Shape[i] == -1 || other.Shape[i] == -1 || Shape[i] == other.Shape[i];
            }

            return same;
        }

        public override string ToString()
        {
            string type = Type switch { Float32 => "float", Int64 => "int64", _ => string.Create(CultureInfo.InvariantCulture, $"type {Type}") };
            string shape = string.Join(',', Shape.Select(size => size == -1 ? "?" : size.ToString(CultureInfo.InvariantCulture)));
            return $"{Name} {type}[{shape}]";
        }
    }
}
