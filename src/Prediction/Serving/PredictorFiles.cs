namespace LatBench.Prediction.Serving;

/// <summary>A predictor as it is stored and downloaded.</summary>
/// <param name="Onnx">The network: see <c>docs/explanation/predictor.md</c> for its inputs and outputs.</param>
/// <param name="Json">The encoding of its input and the meaning of its outputs, UTF-8.</param>
public sealed record PredictorFiles(byte[] Onnx, byte[] Json);
