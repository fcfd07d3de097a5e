using LatBench.Onnx;
using LatBench.Onnx.Protos;
using LatBench.Prediction.Serving;

namespace LatBench.Prediction.Differentiation;

/// <summary>
/// Writes operators into an ONNX graph and remembers them, so that the graph of the gradient can be written behind them (reverse-mode
/// differentiation: A. Griewank, A. Walther, "Evaluating Derivatives", 2008). Operators broadcast as ONNX's do.
/// </summary>
/// <param name="graph">The graph to write to.</param>
/// <param name="type">Float32, or Float64 to check gradients by finite differences.</param>
internal sealed class Tape(GraphBuilder graph, ElementType type = ElementType.Float32)
{
    /// <summary>The name of the step that <see cref="Normalise"/> remembers.</summary>
    internal const string Normalisation = "Normalise";

    private readonly List<Step> _steps = [];

    private int _names;

    /// <summary>Takes a value of the graph.</summary>
    public static Tracked Track(Value value, params long[] shape) => new(value, shape);

    /// <summary>Declares an input of the graph.</summary>
    public Tracked Input(string name, params long[] shape) => new(graph.Input(name, type, shape), shape);

    /// <summary>Declares an output of the graph.</summary>
    public void Output(Tracked tracked, string name) =>
        graph.Output(graph.Node("Identity", name, [tracked.Value]), type, tracked.Shape);

    /// <summary>A constant; an empty shape is a scalar.</summary>
    public Tracked Constant(double[] values, params long[] shape) => new(
        graph.Initializer(type == ElementType.Float64 ? ModelTensors.Of(Name("c"), values, shape) : ModelTensors.Of(Name("c"), [.. values.Select(value => (float)value)], shape)),
        shape);

    public Tracked Add(Tracked a, Tracked b) => Record("Add", [a, b], Shapes.Broadcast(a.Shape, b.Shape));

    public Tracked Sub(Tracked a, Tracked b) => Record("Sub", [a, b], Shapes.Broadcast(a.Shape, b.Shape));

    public Tracked Mul(Tracked a, Tracked b) => Record("Mul", [a, b], Shapes.Broadcast(a.Shape, b.Shape));

    public Tracked Div(Tracked a, Tracked b) => Record("Div", [a, b], Shapes.Broadcast(a.Shape, b.Shape));

    public Tracked Relu(Tracked x) => Record("Relu", [x], x.Shape);

    public Tracked Abs(Tracked x) => Record("Abs", [x], x.Shape);

    public Tracked Sqrt(Tracked x) => Record("Sqrt", [x], x.Shape);

    /// <summary>ln(1 + eˣ), written as max(x, 0) + ln(1 + e⁻|ˣ|): it does not overflow, and the runtime has it in both precisions.</summary>
    public Tracked Softplus(Tracked x)
    {
        var decay = Plain("Exp", [Plain("Neg", [Plain("Abs", [x], x.Shape)], x.Shape)], x.Shape);
        var rest = Plain("Log", [Plain("Add", [decay, Constant([1.0])], x.Shape)], x.Shape);
        var output = Plain("Add", [Plain("Relu", [x], x.Shape), rest], x.Shape);
        _steps.Add(new Step("Softplus", [x], output));
        return output;
    }

    /// <summary>The same values in another shape.</summary>
    public Tracked Reshape(Tracked x, params long[] shape) => Record("Reshape", [x], shape, [Whole(shape)]);

    /// <summary>Of the last two dimensions; b has two, or as many as a.</summary>
    public Tracked MatMul(Tracked a, Tracked b) => Record("MatMul", [a, b], [.. a.Shape[..^1], b.Shape[^1]]);

    /// <summary>The sum over one dimension, which stays with size 1.</summary>
    public Tracked Sum(Tracked x, int axis)
    {
        var shape = (long[])x.Shape.Clone();
        shape[axis] = 1;
        return Record("ReduceSum", [x], shape, [Whole([axis])], Attributes.Int("keepdims", 1));
    }

    /// <summary>Brings the last dimension to mean 0 and variance 1, as layer normalisation does before its scale and shift.</summary>
    /// <param name="x">The values to normalise.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public Tracked Normalise(Tracked x, double epsilon)
    {
        var mean = Mean(x);
        var centred = Plain("Sub", [x, mean], x.Shape);
        var variance = Mean(Plain("Mul", [centred, centred], x.Shape));
        var deviation = Plain("Sqrt", [Plain("Add", [variance, Constant([epsilon])], mean.Shape)], mean.Shape);
        var output = Plain("Div", [centred, deviation], x.Shape);
        _steps.Add(new Step(Normalisation, [x], output) { Aside = [deviation] });
        return output;
    }

    /// <summary>Writes the gradient of a value by others.</summary>
    /// <param name="loss">A value with one element.</param>
    /// <param name="parameters">Values that it was computed from.</param>
    /// <returns>One gradient a parameter, of its shape.</returns>
    public Tracked[] Gradients(Tracked loss, IReadOnlyList<Tracked> parameters)
    {
        var gradients = new Dictionary<Value, Tracked> { [loss.Value] = Constant([1], loss.Shape) };
        foreach (var step in _steps.AsEnumerable().Reverse().ToArray())
        {
            if (!gradients.TryGetValue(step.Output.Value, out var upstream))
                continue;
            var inputs = GradientRules.Of(this, step, upstream);
            for (var i = 0; i < inputs.Length; i++)
            {
                var input = step.Inputs[i];
                gradients[input.Value] = gradients.TryGetValue(input.Value, out var before) ? Plain("Add", [before, inputs[i]], input.Shape) : inputs[i];
            }
        }

        return [.. parameters.Select(parameter => gradients[parameter.Value])];
    }

    /// <summary>An operator that is not remembered.</summary>
    internal Tracked Plain(string operatorType, Tracked[] inputs, long[] shape, Value[]? more = null, params AttributeProto[] attributes) =>
        new(graph.Node(operatorType, Name(operatorType), [.. inputs.Select(input => input.Value), .. more ?? []], attributes), shape);

    /// <summary>The mean over the last dimension, which stays with size 1; not remembered.</summary>
    internal Tracked Mean(Tracked x) => Plain("ReduceMean", [x], [.. x.Shape[..^1], 1], null, Attributes.Ints("axes", [x.Shape.Length - 1]), Attributes.Int("keepdims", 1));

    /// <summary>A list of whole numbers, as shapes and axes are given.</summary>
    internal Value Whole(params long[] numbers) => graph.Initializer(ModelTensors.Of(Name("i"), numbers, numbers.Length));

    private Tracked Record(string operatorType, Tracked[] inputs, long[] shape, Value[]? more = null, params AttributeProto[] attributes)
    {
        var output = Plain(operatorType, inputs, shape, more, attributes);
        _steps.Add(new Step(operatorType, inputs, output));
        return output;
    }

    private string Name(string kind) => FormattableString.Invariant($"{kind}_{_names++}");
}
