namespace LatBench.Prediction.Serving;

/// <summary>A predictor as it is stored and downloaded.</summary>
/// <param name="Onnx">The network: see <c>docs/predictor.md</c> for its inputs and outputs.</param>
/// <param name="Json">How to encode its input and read its outputs, UTF-8.</param>
public sealed record PredictorFiles(byte[] Onnx, byte[] Json);
