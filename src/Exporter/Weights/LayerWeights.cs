namespace LatBench.Exporter.Weights;

/// <summary>The four vectors of a batch normalisation, in the order of the ONNX operator.</summary>
internal sealed record NormWeights(WeightSlice Scale, WeightSlice Shift, WeightSlice Mean, WeightSlice Variance);

/// <summary>A convolution followed by batch normalisation; quantised, the normalisation is folded and a bias is left of it.</summary>
/// <param name="Kernel">The kernels.</param>
/// <param name="Norm">The normalisation; null where it is folded.</param>
/// <param name="Bias">The bias in integers; null where there is a normalisation.</param>
internal sealed record ConvWeights(WeightSlice Kernel, NormWeights? Norm, WeightSlice? Bias);

/// <summary>A reduction cell: two convolutions, and the 1×1 convolution of its shortcut.</summary>
internal sealed record ReductionWeights(ConvWeights First, ConvWeights Second, WeightSlice Shortcut);

/// <summary>The linear layer of one dataset.</summary>
internal sealed record ClassifierWeights(WeightSlice Weight, WeightSlice Bias);
