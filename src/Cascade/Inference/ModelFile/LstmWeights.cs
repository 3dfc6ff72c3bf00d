namespace Cascade.Inference.ModelFile;

/// <summary>
/// An LSTM as ONNX defines the operator: rows are gate after gate, in the order input, output, forget, cell.
/// </summary>
/// <param name="Input">Weights [4 * units][inputs] of the input.</param>
/// <param name="Hidden">Weights [4 * units][units] of h.</param>
/// <param name="Bias">The input's biases [4 * units], then those of h.</param>
internal sealed record LstmWeights(float[] Input, float[] Hidden, float[] Bias);
