namespace LatBench.SearchSpaces;

/// <summary>
/// Builds a <see cref="NetworkGraph"/> operator by operator and infers the shapes. The name of an operator is its layer's name with its kind
/// behind it; names must be unique.
/// </summary>
public sealed class NetworkGraphBuilder
{
    private readonly List<NetworkOperator> _operators = [];

    /// <summary>Gets the shape of a value.</summary>
    /// <param name="value">A value of this graph.</param>
    public TensorShape ShapeOf(NetworkValue value) => _operators[value.Index].Output;

    /// <summary>Adds the image, named <c>input</c>.</summary>
    /// <param name="input">The input that the network is built for.</param>
    public NetworkValue Input(InputSpec input) =>
        Add(new InputOperator
        {
            Name = "input",
            Layer = "input",
            Place = NetworkPlace.Stem,
            Inputs = [],
            Output = new TensorShape(input.Channels, input.Height, input.Width),
        });

    /// <summary>Adds a convolution, named <c>LAYER/conv</c>.</summary>
    /// <param name="layer">The name of the layer.</param>
    /// <param name="place">The place in the network.</param>
    /// <param name="x">The input.</param>
    /// <param name="channels">The channels of the output.</param>
    /// <param name="window">The kernel's size, stride, padding and dilation.</param>
    /// <param name="weights">The beginning of the keys of its tensors.</param>
    /// <param name="groups">The number of groups.</param>
    public NetworkValue Convolution(string layer, NetworkPlace place, NetworkValue x, int channels, Window window, string weights, int groups = 1) =>
        Add(new ConvolutionOperator
        {
            Name = layer + "/conv",
            Layer = layer,
            Place = place,
            Inputs = [x],
            Output = window.Apply(ShapeOf(x), channels),
            Window = window,
            Groups = groups,
            Weights = weights,
        });

    /// <summary>Adds a batch normalisation, named <c>LAYER/norm</c>.</summary>
    /// <param name="layer">The name of the layer.</param>
    /// <param name="place">The place in the network.</param>
    /// <param name="x">The input.</param>
    /// <param name="weights">The beginning of the keys of its tensors.</param>
    public NetworkValue Normalization(string layer, NetworkPlace place, NetworkValue x, string weights) =>
        Add(new NormalizationOperator { Name = layer + "/norm", Layer = layer, Place = place, Inputs = [x], Output = ShapeOf(x), Weights = weights });

    /// <summary>Adds a rectifier, named <c>LAYER/relu</c>.</summary>
    /// <param name="layer">The name of the layer.</param>
    /// <param name="place">The place in the network.</param>
    /// <param name="x">The input.</param>
    public NetworkValue Relu(string layer, NetworkPlace place, NetworkValue x) =>
        Add(new ReluOperator { Name = layer + "/relu", Layer = layer, Place = place, Inputs = [x], Output = ShapeOf(x) });

    /// <summary>Adds an average pool, named <c>LAYER/pool</c>.</summary>
    /// <param name="layer">The name of the layer.</param>
    /// <param name="place">The place in the network.</param>
    /// <param name="x">The input.</param>
    /// <param name="window">The window's size, stride and padding.</param>
    public NetworkValue AveragePool(string layer, NetworkPlace place, NetworkValue x, Window window) =>
        Add(new AveragePoolOperator
        {
            Name = layer + "/pool",
            Layer = layer,
            Place = place,
            Inputs = [x],
            Output = window.Apply(ShapeOf(x), ShapeOf(x).Channels),
            Window = window,
        });

    /// <summary>Adds a maximum pool, named <c>LAYER/max_pool</c>.</summary>
    /// <param name="layer">The name of the layer.</param>
    /// <param name="place">The place in the network.</param>
    /// <param name="x">The input.</param>
    /// <param name="window">The window's size, stride and padding.</param>
    public NetworkValue MaxPool(string layer, NetworkPlace place, NetworkValue x, Window window) =>
        Add(new MaxPoolOperator
        {
            Name = layer + "/max_pool",
            Layer = layer,
            Place = place,
            Inputs = [x],
            Output = window.Apply(ShapeOf(x), ShapeOf(x).Channels),
            Window = window,
        });

    /// <summary>Adds a concatenation along the channels, named <c>LAYER/concat</c>; a single value is returned as it is.</summary>
    /// <param name="layer">The name of the layer.</param>
    /// <param name="place">The place in the network.</param>
    /// <param name="inputs">At least one value; all of one height and width.</param>
    /// <exception cref="ArgumentException">There is no value, or heights or widths differ.</exception>
    public NetworkValue Concatenate(string layer, NetworkPlace place, params IReadOnlyList<NetworkValue> inputs)
    {
        if (inputs is [var only])
            return only;
        if (inputs.Count == 0 || inputs.Select(ShapeOf).DistinctBy(shape => (shape.Height, shape.Width)).Count() > 1)
            throw new ArgumentException($"'{layer}' concatenates values of the shapes {string.Join(", ", inputs.Select(ShapeOf))}: heights and widths must be equal.", nameof(inputs));
        var shape = ShapeOf(inputs[0]) with { Channels = inputs.Sum(input => ShapeOf(input).Channels) };
        return Add(new ConcatenateOperator { Name = layer + "/concat", Layer = layer, Place = place, Inputs = inputs, Output = shape });
    }

    /// <summary>Adds a cut to the first channels, named <c>LAYER/truncate</c>; a value that has as many is returned as it is.</summary>
    /// <param name="layer">The name of the layer.</param>
    /// <param name="place">The place in the network.</param>
    /// <param name="x">The input.</param>
    /// <param name="channels">The channels of the output, no more than the input has.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input has fewer channels.</exception>
    public NetworkValue Truncate(string layer, NetworkPlace place, NetworkValue x, int channels)
    {
        var shape = ShapeOf(x);
        if (channels > shape.Channels)
            throw new ArgumentOutOfRangeException(nameof(channels), channels, $"'{layer}' keeps more channels than its input has: {shape.Channels}.");
        return channels == shape.Channels
            ? x
            : Add(new TruncateOperator { Name = layer + "/truncate", Layer = layer, Place = place, Inputs = [x], Output = shape with { Channels = channels } });
    }

    /// <summary>Adds a cut of the first rows and columns, named <c>LAYER/crop</c>.</summary>
    /// <param name="layer">The name of the layer.</param>
    /// <param name="place">The place in the network.</param>
    /// <param name="x">The input.</param>
    /// <param name="pixels">The number of rows, and of columns, that are left out.</param>
    public NetworkValue Crop(string layer, NetworkPlace place, NetworkValue x, int pixels)
    {
        var shape = ShapeOf(x);
        return Add(new CropOperator
        {
            Name = layer + "/crop",
            Layer = layer,
            Place = place,
            Inputs = [x],
            Output = shape with { Height = shape.Height - pixels, Width = shape.Width - pixels },
            Pixels = pixels,
        });
    }

    /// <summary>Adds a sum, which has the name of its layer.</summary>
    /// <param name="layer">The name of the layer.</param>
    /// <param name="place">The place in the network.</param>
    /// <param name="left">The first summand.</param>
    /// <param name="right">The second summand, of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public NetworkValue Add(string layer, NetworkPlace place, NetworkValue left, NetworkValue right)
    {
        if (ShapeOf(left) != ShapeOf(right))
            throw new ArgumentException($"'{layer}' adds values of the shapes {ShapeOf(left)} and {ShapeOf(right)}: they must be equal.", nameof(right));
        return Add(new AddOperator { Name = layer, Layer = layer, Place = place, Inputs = [left, right], Output = ShapeOf(left) });
    }

    /// <summary>Adds a multiplication by zero, named <c>LAYER/zero</c>.</summary>
    /// <param name="layer">The name of the layer.</param>
    /// <param name="place">The place in the network.</param>
    /// <param name="x">The input.</param>
    /// <param name="weights">The key of the constant zero.</param>
    public NetworkValue Zero(string layer, NetworkPlace place, NetworkValue x, string weights) =>
        Add(new ZeroOperator { Name = layer + "/zero", Layer = layer, Place = place, Inputs = [x], Output = ShapeOf(x), Weights = weights });

    /// <summary>Adds a mean over all pixels, named <c>LAYER/pool</c>, and its flattening, named <c>LAYER/flatten</c>.</summary>
    /// <param name="layer">The name of the layer.</param>
    /// <param name="place">The place in the network.</param>
    /// <param name="x">The input.</param>
    public NetworkValue GlobalAverage(string layer, NetworkPlace place, NetworkValue x)
    {
        var shape = new TensorShape(ShapeOf(x).Channels, 1, 1);
        var mean = Add(new GlobalAveragePoolOperator { Name = layer + "/pool", Layer = layer, Place = place, Inputs = [x], Output = shape });
        return Add(new FlattenOperator { Name = layer + "/flatten", Layer = layer, Place = place, Inputs = [mean], Output = shape });
    }

    /// <summary>Adds the linear layer that ends a network, named <c>logits</c>.</summary>
    /// <param name="layer">The name of the layer.</param>
    /// <param name="place">The place in the network.</param>
    /// <param name="x">The input, flattened.</param>
    /// <param name="classes">The length of the output.</param>
    /// <param name="weights">The beginning of the keys of its tensors.</param>
    public NetworkValue Logits(string layer, NetworkPlace place, NetworkValue x, int classes, string weights) =>
        Add(new LinearOperator { Name = "logits", Layer = layer, Place = place, Inputs = [x], Output = new TensorShape(classes, 1, 1), Weights = weights });

    /// <summary>Gets the graph as built so far; its last operator is the output.</summary>
    public NetworkGraph Build() => new([.. _operators]);

    private NetworkValue Add(NetworkOperator op)
    {
        _operators.Add(op);
        return new NetworkValue(_operators.Count - 1);
    }
}
