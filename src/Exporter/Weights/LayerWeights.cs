namespace LatBench.Exporter.Weights;

/// <summary>The four vectors of a batch normalisation, in the order of the ONNX operator.</summary>
internal sealed record NormWeights(WeightSlice Scale, WeightSlice Shift, WeightSlice Mean, WeightSlice Variance);

/// <summary>A convolution followed by batch normalisation.</summary>
internal sealed record ConvWeights(WeightSlice Kernel, NormWeights Norm);

/// <summary>A reduction cell: two convolutions, and the 1×1 convolution of its shortcut.</summary>
internal sealed record ReductionWeights(ConvWeights First, ConvWeights Second, WeightSlice Shortcut);

/// <summary>The linear layer of one dataset.</summary>
internal sealed record ClassifierWeights(WeightSlice Weight, WeightSlice Bias);
