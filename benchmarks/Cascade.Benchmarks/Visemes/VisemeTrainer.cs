using Cascade.Visemes;

namespace Cascade.Benchmarks.Visemes;

/// <summary>Learns the detector's weights: Fisher's linear discriminant, one covariance for all shapes, and a regression of the opening. The same speech gives the same weights.</summary>
internal static class VisemeTrainer
{
    private const double Ridge = 0.01; // of the variance: keeps bands that go together from having large weights against each other

    public static VisemeModel Train(IEnumerable<VisemeSpeech> speech)
    {
        (float[] Evidence, int Shape, float Opening)[] examples = [.. speech.SelectMany(Examples)];
        const int n = VisemeFeatures.Count;
        double[] counts = new double[VisemeModel.Shapes];
        double[][] means = [.. Enumerable.Range(0, VisemeModel.Shapes).Select(_ => new double[n])];
        foreach ((float[] evidence, int shape, _) in examples)
        {
            counts[shape]++;
            for (int i = 0; i < n; i++)
            {
                means[shape][i] += evidence[i];
            }
        }

        for (int shape = 0; shape < VisemeModel.Shapes; shape++)
        {
            for (int i = 0; i < n; i++)
            {
                means[shape][i] /= Math.Max(1, counts[shape]);
            }
        }

        double[][] covariance = Covariance(examples, means);
        float[][] weights = [.. means.Select(mean => Solve(covariance, mean).Select(value => (float)value).ToArray())];
        float[] biases = [.. Enumerable.Range(0, VisemeModel.Shapes).Select(shape =>
            (float)(Math.Log(Math.Max(1, counts[shape]) / examples.Length) - (0.5 * weights[shape].Select((weight, i) => weight * means[shape][i]).Sum())))];
        (float[] opening, float closed) = Regress(examples);
        return new VisemeModel([.. weights, opening], [.. biases, closed]);
    }

    private static (float[] Weights, float Bias) Regress((float[] Evidence, int Shape, float Opening)[] examples)
    {
        const int n = VisemeFeatures.Count;
        double[] mean = [.. Enumerable.Range(0, n).Select(i => examples.Average(example => (double)example.Evidence[i]))];
        double opening = examples.Average(example => (double)example.Opening);
        double[][] covariance = Covariance(examples, [.. Enumerable.Repeat(mean, VisemeModel.Shapes)]);
        double[] together = [.. Enumerable.Range(0, n).Select(i => examples.Average(example => (example.Evidence[i] - mean[i]) * (example.Opening - opening)))];
        double[] weights = Solve(covariance, together);
        return ([.. weights.Select(weight => (float)weight)], (float)(opening - weights.Zip(mean).Sum(pair => pair.First * pair.Second)));
    }

    private static IEnumerable<(float[] Evidence, int Shape, float Opening)> Examples(VisemeSpeech speech)
    {
        float[] mel = LipSyncMel.Compute(speech.Samples);
        Viseme[] truth = VisemeSpeech.AtColumns(speech.Truth, mel.Length / LipSyncMel.Bands);
        VisemeFeatures features = new();
        for (int column = 0; column < truth.Length; column++)
        {
            if (features.Add(mel.AsSpan(column * LipSyncMel.Bands, LipSyncMel.Bands)))
            {
                float[] evidence = new float[VisemeFeatures.Count];
                features.Write(evidence);
                Viseme now = truth[column - VisemeFeatures.Ahead];
                yield return (evidence, (int)now.Shape, now.Openness);
            }
        }
    }

    private static double[][] Covariance((float[] Evidence, int Shape, float Opening)[] examples, double[][] means)
    {
        const int n = VisemeFeatures.Count;
        double[][] sums = [.. Enumerable.Range(0, n).Select(_ => new double[n])];
        double[] centred = new double[n];
        foreach ((float[] evidence, int shape, _) in examples)
        {
            for (int i = 0; i < n; i++)
            {
                centred[i] = evidence[i] - means[shape][i];
            }

            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    sums[i][j] += centred[i] * centred[j] / examples.Length;
                }
            }
        }

        double variance = Enumerable.Range(0, n).Average(i => sums[i][i]);
        for (int i = 0; i < n; i++)
        {
            sums[i][i] += Ridge * variance;
        }

        return sums;
    }

    /// <summary>Gauss's elimination; the matrix is positive definite, so that no rows need be exchanged.</summary>
    private static double[] Solve(double[][] matrix, double[] right)
    {
        double[][] rows = [.. matrix.Select((row, i) => (double[])[.. row, right[i]])];
        int n = rows.Length;
        for (int pivot = 0; pivot < n; pivot++)
        {
            for (int row = pivot + 1; row < n; row++)
            {
                double factor = rows[row][pivot] / rows[pivot][pivot];
                for (int i = pivot; i <= n; i++)
                {
                    rows[row][i] -= factor * rows[pivot][i];
                }
            }
        }

        double[] solution = new double[n];
        for (int row = n - 1; row >= 0; row--)
        {
            double sum = rows[row][n];
            for (int i = row + 1; i < n; i++)
            {
                sum -= rows[row][i] * solution[i];
            }

            solution[row] = sum / rows[row][row];
        }

        return solution;
    }
}
