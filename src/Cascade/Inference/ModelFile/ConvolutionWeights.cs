namespace Cascade.Inference.ModelFile;

/// <summary>A convolution as the model has it: weights [output][input][tap] and a bias per output.</summary>
internal sealed record ConvolutionWeights(int Outputs, int Inputs, int Taps, float[] Weights, float[] Bias);
