namespace LatBench.SearchSpaces.Darts.Network;

/// <summary>The names of the layers that an edge can have, and the beginnings of the keys of their tensors.</summary>
/// <param name="Layer">Such as <c>cell3/edge4</c>.</param>
/// <param name="Conv7">The beginning of the keys of the pair of long kernels, which every cell has once.</param>
internal sealed record EdgeNames(string Layer, string Conv7)
{
    /// <summary>Gets the first convolution over channels, with its normalisation.</summary>
    public string First { get; } = Layer + "/first";

    /// <summary>Gets the second convolution over channels, with its normalisation.</summary>
    public string Second { get; } = Layer + "/second";

    /// <summary>Gets the first half of a factorised reduction: its tensor is a part of the first convolution's.</summary>
    public string FirstHalf { get; } = Layer + "/half1";

    /// <summary>Gets the second half of a factorised reduction: its tensor is a part of the second convolution's.</summary>
    public string SecondHalf { get; } = Layer + "/half2";

    /// <summary>Gets the layer of the kernels over rows.</summary>
    public string Row { get; } = Layer + "/row";

    /// <summary>Gets the layer of the kernels over columns.</summary>
    public string Column { get; } = Layer + "/column";

    /// <summary>Gets the keys of the kernels over rows.</summary>
    public string RowKey { get; } = Conv7 + "/row";

    /// <summary>Gets the keys of the kernels over columns.</summary>
    public string ColumnKey { get; } = Conv7 + "/column";

    /// <summary>Gets the layer of the first depthwise convolution.</summary>
    public string FirstDepthwise { get; } = Layer + "/first/depthwise";

    /// <summary>Gets the layer of the second depthwise convolution.</summary>
    public string SecondDepthwise { get; } = Layer + "/second/depthwise";

    private string[] FirstKernels { get; } = Sized(Layer + "/first/depthwise");

    private string[] SecondKernels { get; } = Sized(Layer + "/second/depthwise");

    /// <summary>Gets the keys of the first depthwise convolution.</summary>
    /// <param name="size">The side of the kernel: 3, 5 or 7.</param>
    public string FirstKernel(int size) => FirstKernels[size];

    /// <summary>Gets the keys of the second depthwise convolution.</summary>
    /// <param name="size">The side of the kernel: 3, 5 or 7.</param>
    public string SecondKernel(int size) => SecondKernels[size];

    private static string[] Sized(string key) => [.. Enumerable.Range(0, 8).Select(size => $"{key}{size}")];
}
