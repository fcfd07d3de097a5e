using System.Globalization;

namespace LatBench.ModelFiles.Inputs;

/// <summary>Decides the shapes of all inputs together: dimensions of one name have one value.</summary>
/// <param name="inputs">The inputs, tensors all of them.</param>
/// <param name="request">The wishes of the user, which name inputs of the model only.</param>
internal sealed class ShapePlanner(TensorInput[] inputs, InputRequest request)
{
    private readonly Dictionary<string, long> _values = new(StringComparer.Ordinal);
    private readonly List<string> _proposals = [];
    private bool _usedBatch;

    /// <summary>Gets the defaults that were taken.</summary>
    public IReadOnlyList<string> Proposals => _proposals;

    /// <summary>Gets the value of the batch dimension; 1 where there is none.</summary>
    public long Batch { get; private set; } = 1;

    /// <summary>Decides.</summary>
    /// <exception cref="ModelFileException">The wishes contradict each other or the model.</exception>
    public long[][] Plan()
    {
        TakeDimensions();
        TakeShapes();
        TakeBatch();
        ChooseDefaults();
        var shapes = inputs.Select(ShapeOf).ToArray();
        if (request.Batch is { } batch && !_usedBatch)
            throw new ModelFileException(string.Create(CultureInfo.InvariantCulture, $"The model has no free batch dimension, so it cannot take a batch of {batch}: {WithoutBatch()}."));
        return shapes;
    }

    private IEnumerable<InputDimension> FreeDimensions => inputs.SelectMany(input => input.Dimensions ?? []).Where(dimension => dimension.Value is null);

    /// <summary>The names of free dimensions; of sums and products those of which they are made.</summary>
    private string[] FreeNames =>
        [.. FreeDimensions.Select(dimension => dimension.Name).Where(name => name.Length > 0).SelectMany(name => DimensionExpression.IsExpression(name) ? DimensionExpression.Names(name) : [name]).Distinct(StringComparer.Ordinal)];

    private void TakeDimensions()
    {
        var free = FreeDimensions.Select(dimension => dimension.Name).Concat(FreeNames).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, value) in request.Dimensions)
        {
            if (name.Length == 0 || !free.Contains(name))
                throw new ModelFileException($"No input has a free dimension '{PrintableText.Of(name)}': {(FreeNames.Length == 0 ? "no free dimension of the model has a name; give shapes with --input-shape" : "those of the model are " + Names.List(FreeNames))}.");
            if (value is < 1 or > InputRequest.MaxDimension)
                throw new ModelFileException(string.Create(CultureInfo.InvariantCulture, $"The dimension '{PrintableText.Of(name)}' cannot be {value}: use 1 to {InputRequest.MaxDimension}."));
            _values[name] = value;
        }
    }

    private void TakeShapes()
    {
        foreach (var input in inputs)
        {
            if (!request.Shapes.TryGetValue(input.Name, out var shape))
                continue;
            if (shape.Length > InputRequest.MaxRank || shape.Any(dimension => dimension is < 1 or > InputRequest.MaxDimension))
                throw new ModelFileException($"The shape {Names.Shape(shape.Take(InputRequest.MaxRank))} of input '{PrintableText.Of(input.Name)}' has dimensions out of range: use up to {InputRequest.MaxRank} of 1 to {InputRequest.MaxDimension}.");
            if (input.Dimensions is not { } dimensions)
                continue;
            if (dimensions.Count != shape.Length)
                throw Misfit(input, shape);
            for (var axis = 0; axis < shape.Length; axis++)
                TakeShape(input, shape, axis);
        }
    }

    private void TakeShape(TensorInput input, long[] shape, int axis)
    {
        var dimension = input.Dimensions![axis];
        if (dimension.Value is { } value && value != shape[axis])
            throw Misfit(input, shape);
        if (dimension.Value is null && dimension.Name.Length > 0 && !DimensionExpression.IsExpression(dimension.Name) && !_values.TryAdd(dimension.Name, shape[axis]) && _values[dimension.Name] != shape[axis])
            throw Contradiction(dimension.Name, _values[dimension.Name], shape[axis]);
    }

    private void TakeBatch()
    {
        if (request.Batch is not { } batch)
            return;
        if (batch < 1)
            throw new ModelFileException(string.Create(CultureInfo.InvariantCulture, $"A batch of {batch} is out of range: use 1 or more."));
        foreach (var name in FreeNames.Where(DimensionDefaults.IsBatch))
        {
            if (!_values.TryAdd(name, batch) && _values[name] != batch)
                throw Contradiction(name, _values[name], batch);
            _usedBatch = true;
        }
    }

    private void ChooseDefaults()
    {
        foreach (var name in FreeNames.Where(name => !_values.ContainsKey(name)))
        {
            var (dimensions, axis) = FirstWith(name);
            _values[name] = DimensionDefaults.For(name, dimensions, axis);
            _proposals.Add(string.Create(CultureInfo.InvariantCulture, $"The free dimension '{PrintableText.Of(name)}' is {_values[name]} (--dim {Names.Argument(name, "N")} sets it)."));
        }

        if (FreeNames.FirstOrDefault(DimensionDefaults.IsBatch) is { } batch)
            Batch = _values[batch];
    }

    private (IReadOnlyList<InputDimension> Dimensions, int Axis) FirstWith(string name)
    {
        foreach (var dimensions in inputs.Select(input => input.Dimensions ?? []))
        {
            for (var axis = 0; axis < dimensions.Count; axis++)
            {
                if (dimensions[axis].Name == name)
                    return (dimensions, axis);
            }
        }

        // It is part of a sum or product only.
        return ([], 0);
    }

    private long[] ShapeOf(TensorInput input)
    {
        if (request.Shapes.TryGetValue(input.Name, out var given))
        {
            RequireExpressions(input, given);
            if (input.Dimensions is [{ Value: null, Name: "" }, ..] && !FreeNames.Any(DimensionDefaults.IsBatch))
                (Batch, _usedBatch) = (given[0], _usedBatch || given[0] == request.Batch);
            return given;
        }

        if (input.Dimensions is not { } dimensions)
            throw new ModelFileException($"The file does not tell how many dimensions the input '{PrintableText.Of(input.Name)}' has: give its shape with --input-shape {Names.Argument(input.Name, "1x3x224x224")}.");
        var shape = new long[dimensions.Count];
        var chosen = false;
        for (var axis = 0; axis < shape.Length; axis++)
            shape[axis] = dimensions[axis] is { Value: null, Name: "" } ? Unnamed(dimensions, axis, ref chosen) : dimensions[axis].Value ?? ValueOf(input, dimensions[axis].Name);
        if (chosen)
            _proposals.Add($"The input '{PrintableText.Of(input.Name)}' of shape {input.Shape} is {Names.Shape(shape)} (--input-shape {Names.Argument(input.Name, string.Join('x', shape.Select(value => value.ToString(CultureInfo.InvariantCulture))))} sets it).");
        return shape;
    }

    private long Unnamed(IReadOnlyList<InputDimension> dimensions, int axis, ref bool chosen)
    {
        if (axis == 0 && request.Batch is { } batch && !FreeNames.Any(DimensionDefaults.IsBatch))
        {
            _usedBatch = true;
            Batch = batch;
            return batch;
        }

        chosen = true;
        return DimensionDefaults.For(dimensions, axis);
    }

    private long ValueOf(TensorInput input, string name) =>
        DimensionExpression.Evaluate(name, part => _values.TryGetValue(part, out var value) ? value : null)
        ?? throw new ModelFileException($"The dimension '{PrintableText.Of(name)}' of input '{PrintableText.Of(input.Name)}' is out of range: use smaller values for the dimensions in it.");

    /// <summary>A shape that was given must agree with sums and products of named dimensions.</summary>
    private void RequireExpressions(TensorInput input, long[] shape)
    {
        for (var axis = 0; axis < (input.Dimensions?.Count ?? 0); axis++)
        {
            var name = input.Dimensions![axis].Name;
            if (DimensionExpression.IsExpression(name) && ValueOf(input, name) is var value && value != shape[axis])
                throw Contradiction(name, value, shape[axis]);
        }
    }

    private string WithoutBatch()
    {
        var first = inputs.FirstOrDefault(input => input.Dimensions is { Count: > 0 });
        var shape = first is null ? "" : $"its input '{PrintableText.Of(first.Name)}' has the shape {first.Shape}; ";
        return shape + "export it with a free first dimension";
    }

    private static ModelFileException Misfit(TensorInput input, long[] shape) =>
        new($"The input '{PrintableText.Of(input.Name)}' has the shape {input.Shape}, which {Names.Shape(shape)} does not fit: change free dimensions only, or export the model with other dimensions free.");

    private static ModelFileException Contradiction(string name, long first, long second) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The dimension '{PrintableText.Of(name)}' would be {first} and {second} at once: give one value to all inputs that have it."));
}
