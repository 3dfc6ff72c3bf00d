using System.Globalization;

namespace Cascade.Visemes;

/// <summary>
/// How likely each shape is, of the evidence: a linear discriminant. How far the mouth is open: a linear regression. The weights, which <c>Cascade.Benchmarks visemes --write</c> learns,
/// come from speech of flite's voices with the times of their phonemes.
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
    /// <param name="weights">For each shape, and then for the opening of the mouth, as many weights as there is evidence.</param>
    /// <param name="biases">For each of them the value without evidence.</param>
    public VisemeModel(float[][] weights, float[] biases)
    {
        _weights = weights;
        _biases = biases;
    }

    /// <summary>Gets the model of this library.</summary>
    public static VisemeModel Shared => s_shared.Value;

    /// <summary>Writes the probabilities of all shapes.</summary>
    /// <returns>How far the mouth is open, from 0 to 1.</returns>
    public float Judge(ReadOnlySpan<float> evidence, Span<float> probabilities)
    {
        float most = float.NegativeInfinity;
        for (int shape = 0; shape < Shapes; shape++)
        {
            probabilities[shape] = Sum(shape, evidence);
            most = Math.Max(most, probabilities[shape]);
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

        return Math.Clamp(Sum(Shapes, evidence), 0, 1);
    }

    /// <summary>Writes a line for each shape: its name, the value without evidence, the weights. The last line is for the opening.</summary>
    public string Write() => string.Concat(Enumerable.Range(0, Shapes + 1).Select(shape =>
        $"{(shape < Shapes ? ((VisemeShape)shape).ToString() : "Opening")} {string.Join(' ', _weights[shape].Prepend(_biases[shape]).Select(value => value.ToString("G5", CultureInfo.InvariantCulture)))}\n"));

    private float Sum(int row, ReadOnlySpan<float> evidence)
    {
        float sum = _biases[row];
        float[] weights = _weights[row];
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * evidence[i];
        }

        return sum;
    }

    private static VisemeModel Load()
    {
        using StreamReader reader = new(typeof(VisemeModel).Assembly.GetManifestResourceStream(Resource)!);
        float[][] values = [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
            line.Split(' ').Skip(1).Select(value => float.Parse(value, CultureInfo.InvariantCulture)).ToArray())];
        return new VisemeModel([.. values.Select(line => line[1..])], [.. values.Select(line => line[0])]);
    }
}
