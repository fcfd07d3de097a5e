namespace LatBench.SearchSpaces;

/// <summary>The result of an operator of a graph.</summary>
/// <param name="Index">The place of the operator in <see cref="NetworkGraph.Operators"/>.</param>
public readonly record struct NetworkValue(int Index);

/// <summary>One operator of a network. Each has one result; its inputs stand before it in the graph.</summary>
public abstract record NetworkOperator
{
    /// <summary>Gets the name of the operator, unique in its graph, such as <c>cell3/0-1/conv</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the beginning that the names of a layer's operators share, such as <c>cell3/0-1</c>.</summary>
    public required string Layer { get; init; }

    /// <summary>Gets the place in the network.</summary>
    public required NetworkPlace Place { get; init; }

    /// <summary>Gets the operands in order.</summary>
    public required IReadOnlyList<NetworkValue> Inputs { get; init; }

    /// <summary>Gets the shape of the result.</summary>
    public required TensorShape Output { get; init; }
}

/// <summary>The image.</summary>
public sealed record InputOperator : NetworkOperator;

/// <summary>A convolution without bias.</summary>
public sealed record ConvolutionOperator : NetworkOperator
{
    /// <summary>Gets the kernel's size, stride, padding and dilation.</summary>
    public required Window Window { get; init; }

    /// <summary>Gets the number of groups; as many as channels in a depthwise convolution.</summary>
    public required int Groups { get; init; }

    /// <summary>Gets the beginning of the keys of its tensors: <c>…/weight</c>, and <c>…/bias</c> where a normalisation is folded into it.</summary>
    public required string Weights { get; init; }
}

/// <summary>A batch normalisation with running statistics.</summary>
public sealed record NormalizationOperator : NetworkOperator
{
    /// <summary>Gets the beginning of the keys of its tensors: <c>…/scale</c>, <c>…/shift</c>, <c>…/mean</c>, <c>…/variance</c>.</summary>
    public required string Weights { get; init; }
}

/// <summary>The larger of zero and the input, element by element.</summary>
public sealed record ReluOperator : NetworkOperator;

/// <summary>A pool: one value of each window and channel.</summary>
public abstract record PoolOperator : NetworkOperator
{
    /// <summary>Gets the window's size, stride and padding.</summary>
    public required Window Window { get; init; }
}

/// <summary>A mean over a window; padding is not counted.</summary>
public sealed record AveragePoolOperator : PoolOperator;

/// <summary>The largest value in a window; padding is never the largest.</summary>
public sealed record MaxPoolOperator : PoolOperator;

/// <summary>Values side by side along their channels, in the order of the inputs.</summary>
public sealed record ConcatenateOperator : NetworkOperator;

/// <summary>The first channels of a value: as many as the result has.</summary>
public sealed record TruncateOperator : NetworkOperator;

/// <summary>A value without its first rows and its first columns.</summary>
public sealed record CropOperator : NetworkOperator
{
    /// <summary>Gets the number of rows, and of columns, that are left out.</summary>
    public required int Pixels { get; init; }
}

/// <summary>A sum of two values of one shape.</summary>
public sealed record AddOperator : NetworkOperator;

/// <summary>A multiplication by zero, as frameworks write an absent edge.</summary>
public sealed record ZeroOperator : NetworkOperator
{
    /// <summary>Gets the key of the constant zero.</summary>
    public required string Weights { get; init; }
}

/// <summary>A mean over all pixels.</summary>
public sealed record GlobalAveragePoolOperator : NetworkOperator;

/// <summary>An image of one pixel as a vector of features.</summary>
public sealed record FlattenOperator : NetworkOperator;

/// <summary>A linear layer with bias.</summary>
public sealed record LinearOperator : NetworkOperator
{
    /// <summary>Gets the beginning of the keys of its tensors: <c>…/weight</c>, <c>…/bias</c>.</summary>
    public required string Weights { get; init; }
}
