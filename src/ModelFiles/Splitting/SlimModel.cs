namespace LatBench.ModelFiles.Splitting;

/// <summary>A model in the two parts in which it is stored and dispatched.</summary>
/// <param name="Graph">The ONNX graph; its large tensors are external data in the weights file.</param>
/// <param name="WeightsFile">The name of the weights file, from its SHA-256: <c>onnx-0123456789abcdef.weights</c>; null where no tensor is large.</param>
/// <param name="WeightsSha256">The SHA-256 of the weights file in lower-case hexadecimal digits; null where there is none.</param>
/// <param name="WeightsBytes">The size of the weights file; 0 where there is none.</param>
public sealed record SlimModel(ReadOnlyMemory<byte> Graph, string? WeightsFile, string? WeightsSha256, long WeightsBytes);
