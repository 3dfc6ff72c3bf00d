using System.Globalization;

namespace Cascade.Visemes;

/// <summary>
/// How likely each shape is, of the evidence: a linear discriminant, whose weights <c>Cascade.Benchmarks visemes --write</c> makes from speech of flite's voices with their phonemes' times.
/// </summary>
internal sealed class VisemeModel
{
    /// <summary>The number of shapes.</summary>
    public const int Shapes = 15;

    private const string Resource = "Cascade.Visemes.VisemeModel.txt";

    private static readonly Lazy<VisemeModel> s_shared = new(Load);

    private readonly float[][] _weights;
    private readonly float[] _biases;

    /// <summary>Creates a model.</summary>
    /// <param name="weights">For each shape as many weights as there is evidence.</param>
    /// <param name="biases">For each shape the value without evidence.</param>
    public VisemeModel(float[][] weights, float[] biases)
    {
        _weights = weights;
        _biases = biases;
    }

    /// <summary>Gets the model of this library.</summary>
    public static VisemeModel Shared => s_shared.Value;

    /// <summary>Writes the probabilities of all shapes.</summary>
    public void Judge(ReadOnlySpan<float> evidence, Span<float> probabilities)
    {
        float most = float.NegativeInfinity;
        for (int shape = 0; shape < Shapes; shape++)
        {
            float sum = _biases[shape];
            float[] weights = _weights[shape];
            for (int i = 0; i < weights.Length; i++)
            {
                sum += weights[i] * evidence[i];
            }

            probabilities[shape] = sum;
            most = Math.Max(most, sum);
        }

        float total = 0;
        for (int shape = 0; shape < Shapes; shape++)
        {
            probabilities[shape] = MathF.Exp(probabilities[shape] - most);
            total += probabilities[shape];
        }

        for (int shape = 0; shape < Shapes; shape++)
        {
            probabilities[shape] /= total;
        }
    }

    /// <summary>Writes a line for each shape: its name, the value without evidence, the weights.</summary>
    public string Write() => string.Concat(Enumerable.Range(0, Shapes).Select(shape =>
        $"{(VisemeShape)shape} {string.Join(' ', _weights[shape].Prepend(_biases[shape]).Select(value => value.ToString("G5", CultureInfo.InvariantCulture)))}\n"));

    private static VisemeModel Load()
    {
        using StreamReader reader = new(typeof(VisemeModel).Assembly.GetManifestResourceStream(Resource)!);
        float[][] values = [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
            line.Split(' ').Skip(1).Select(value => float.Parse(value, CultureInfo.InvariantCulture)).ToArray())];
        return new VisemeModel([.. values.Select(line => line[1..])], [.. values.Select(line => line[0])]);
    }
}
