using System.Globalization;
using LatBench.ModelFiles.Reading;
using LatBench.Onnx;
using LatBench.Onnx.Protos;

namespace LatBench.ModelFiles.Inputs;

/// <summary>Decides shapes and values of the inputs of one model.</summary>
internal sealed class InputPlanner
{
    private readonly InputRequest _request;
    private readonly ModelFileLimits _limits;
    private readonly TensorInput[] _inputs;
    private readonly string[] _outputs;
    private readonly ShapePlanner _shapes;
    private readonly ValuePlanner _values;

    public InputPlanner(ModelProto model, InputRequest request, ModelFileLimits limits)
    {
        request = RealValues.AddTo(request);
        (_request, _limits) = (request, limits);
        _inputs = GraphValues.Inputs(model.Graph);
        _outputs = [.. model.Graph.Output.Select(output => output.Name)];
        _shapes = new ShapePlanner(_inputs, request);
        _values = new ValuePlanner(model.Graph, request);
    }

    /// <summary>Decides.</summary>
    /// <exception cref="ModelFileException">The request does not fit, or an input cannot be filled.</exception>
    public InputPlan Plan()
    {
        foreach (var input in _inputs)
            RequireFillable(input);
        RequireInputs(_request.Shapes.Keys);
        RequireInputs(_request.Values.Keys);
        RealValues.Require(_request, _inputs, _outputs);
        var shapes = _shapes.Plan();
        var planned = new List<PlannedInput>();
        var proposals = new List<string>(_shapes.Proposals);
        foreach (var (input, shape) in _inputs.Zip(shapes))
        {
            RequireSize(input, shape);
            var (rule, proposal) = _values.RuleOf(input, shape);
            planned.Add(new PlannedInput(input.Name, input.Type, shape, rule));
            if (proposal is not null)
                proposals.Add(proposal);
        }

        return new InputPlan { Inputs = planned, Proposals = proposals, Batch = _shapes.Batch, Data = _request.Data, Expected = _request.Expected, Tolerance = _request.Tolerance };
    }

    private static void RequireFillable(TensorInput input)
    {
        var kind = input.Kind switch
        {
            ValueKind.Tensor => null,
            ValueKind.Sequence => "a sequence",
            ValueKind.Map => "a map",
            ValueKind.Optional => "optional (a value that may be absent)",
            ValueKind.SparseTensor => "a sparse tensor",
            _ => "of no type that the file tells",
        };
        if (kind is not null)
            throw new ModelFileException($"The input '{PrintableText.Of(input.Name)}' is {kind}, and only tensors can be filled: export the model with tensors as its inputs.");
        if (!CanFill(input.Type))
            throw new ModelFileException($"The input '{PrintableText.Of(input.Name)}' has elements of {input.Type.Name()}, which cannot be filled: use floating point, integers of 8 to 64 bits, bool or string.");
    }

    private static bool CanFill(ElementType type) => type is ElementType.Float32 or ElementType.Float64 or ElementType.Float16 or ElementType.BFloat16 or ElementType.String
        or ElementType.Bool or ElementType.Int8 or ElementType.UInt8 or ElementType.Int16 or ElementType.UInt16 or ElementType.Int32 or ElementType.UInt32 or ElementType.Int64 or ElementType.UInt64;

    private void RequireInputs(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (_inputs.All(input => input.Name != name))
                throw new ModelFileException($"The model has no input '{PrintableText.Of(name)}': {(_inputs.Length == 0 ? "it has none" : "its inputs are " + Names.List(_inputs.Select(input => input.Name)))}.");
        }
    }

    private void RequireSize(TensorInput input, long[] shape)
    {
        var bytes = ElementTypes.Elements(shape) is { } elements ? input.Type == ElementType.String ? elements : input.Type.Bytes(elements) : null;
        if (bytes is null || bytes > _limits.MaxInputBytes)
        {
            var product = shape.Aggregate(1.0, (product, dimension) => product * dimension) * Math.Max(1, input.Type.Bytes(1) ?? 1);
            throw new ModelFileException($"The input '{PrintableText.Of(input.Name)}' of shape {Names.Shape(shape)} would take {Refusals.Size(product)}, and {Refusals.Size(_limits.MaxInputBytes)} are the most: use smaller dimensions.");
        }
    }
}

/// <summary>Lists in messages.</summary>
internal static class Names
{
    private const int Max = 10;

    /// <summary>Names, escaped, with commas; no more than ten.</summary>
    public static string List(IEnumerable<string> names)
    {
        var all = names.ToArray();
        return string.Join(", ", all.Take(Max).Select(PrintableText.Of)) + (all.Length > Max ? string.Create(CultureInfo.InvariantCulture, $" and {all.Length - Max} more") : "");
    }

    /// <summary>A name with its value as an argument of a command, in quotes where a shell needs them.</summary>
    public static string Argument(string name, string value)
    {
        var argument = $"{PrintableText.Of(name)}={value}";
        return argument.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or ':' or '/' or '-' or '=' or ',') ? argument : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    /// <summary>A shape: <c>[1, 3, 224, 224]</c>.</summary>
    public static string Shape(IEnumerable<long> shape) => $"[{string.Join(", ", shape.Select(dimension => dimension.ToString(CultureInfo.InvariantCulture)))}]";
}
