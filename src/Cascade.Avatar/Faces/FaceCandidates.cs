namespace Cascade.Avatar.Faces;

/// <summary>Makes faces of the network's outputs: what scores enough, and what overlaps as one weighted mean. Source: MediaPipe's TensorsToDetections and weighted NonMaxSuppression.</summary>
internal static class FaceCandidates
{
    private const float SameFaceOverlap = 0.3f;
    private const int BoxValues = 4;

    /// <summary>Finds faces, the most certain first.</summary>
    /// <param name="outputs">Of <see cref="BlazeFaceNetwork.Run"/>.</param>
    /// <param name="threshold">The least score.</param>
    /// <returns>Score, then left, top, width, height and the points, in pixels of the network's input.</returns>
    public static List<float[]> Find(float[][] outputs, float threshold)
    {
        List<float[]> candidates = [];
        for (int i = 0; i < BlazeFaceNetwork.Grids.Length; i++)
        {
            Collect(BlazeFaceNetwork.Grids[i].Cells, BlazeFaceNetwork.Grids[i].Anchors, outputs[2 * i], outputs[(2 * i) + 1], threshold, candidates);
        }

        candidates.Sort((a, b) => b[0].CompareTo(a[0]));
        List<float[]> faces = [];
        while (candidates.Count > 0)
        {
            float[] best = candidates[0];
            List<float[]> same = candidates.FindAll(other => Overlap(best, other) > SameFaceOverlap);
            candidates.RemoveAll(same.Contains);
            faces.Add(Mean(same));
        }

        return faces;
    }

    /// <summary>The area of two boxes' intersection over the area of their union.</summary>
    public static float Overlap(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float width = Math.Min(a[1] + a[3], b[1] + b[3]) - Math.Max(a[1], b[1]);
        float height = Math.Min(a[2] + a[4], b[2] + b[4]) - Math.Max(a[2], b[2]);
        float shared = Math.Max(0, width) * Math.Max(0, height);
        return shared / ((a[3] * a[4]) + (b[3] * b[4]) - shared);
    }

    private static void Collect(int cells, int anchors, float[] scores, float[] boxes, float threshold, List<float[]> candidates)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            float score = 1 / (1 + MathF.Exp(-scores[i]));
            if (score >= threshold)
            {
                int cell = i / anchors;
                float size = (float)BlazeFaceNetwork.Side / cells;
                candidates.Add(Read(score, boxes.AsSpan(i * BlazeFaceNetwork.Values, BlazeFaceNetwork.Values), ((cell % cells) + 0.5f) * size, ((cell / cells) + 0.5f) * size));
            }
        }
    }

    private static float[] Read(float score, ReadOnlySpan<float> values, float anchorX, float anchorY)
    {
        float[] face = [score, .. values];
        face[1] = anchorX + values[0] - (values[2] / 2);
        face[2] = anchorY + values[1] - (values[3] / 2);
        for (int i = BoxValues; i < values.Length; i += 2)
        {
            face[1 + i] += anchorX;
            face[2 + i] += anchorY;
        }

        return face;
    }

    private static float[] Mean(List<float[]> faces)
    {
        float[] mean = new float[faces[0].Length];
        float sum = faces.Sum(face => face[0]);
        foreach (float[] face in faces)
        {
            for (int i = 1; i < mean.Length; i++)
            {
                mean[i] += face[i] * face[0] / sum;
            }
        }

        mean[0] = faces[0][0];
        return mean;
    }
}
