using LatBench.ModelFiles.InputFiles;
using LatBench.Onnx;
using LatBench.Onnx.Protos;

namespace LatBench.ModelFiles.Inputs;

/// <summary>Shape and values of every input of a model.</summary>
public sealed record InputPlan
{
    /// <summary>Gets the inputs in the order of the model.</summary>
    public required IReadOnlyList<PlannedInput> Inputs { get; init; }

    /// <summary>Gets the real values of inputs by their names.</summary>
    public IReadOnlyDictionary<string, InputData> Data { get; init; } = new Dictionary<string, InputData>();

    /// <summary>Gets the expected values of outputs by their names.</summary>
    public IReadOnlyDictionary<string, InputData> Expected { get; init; } = new Dictionary<string, InputData>();

    /// <summary>Gets the difference that is allowed to the expected values, absolute and relative added.</summary>
    public double Tolerance { get; init; } = InputRequest.DefaultTolerance;

    /// <summary>Gets the defaults that were chosen because nothing was said, one sentence each, for the user to see.</summary>
    public IReadOnlyList<string> Proposals { get; init; } = [];

    /// <summary>Gets the size of the batch: the value of the free batch dimension; 1 where there is none.</summary>
    public long Batch { get; init; } = 1;

    /// <summary>Gets the plan as text: <c>input_ids=int64[1,128] integers 0 29999; attention_mask=int64[1,128] ones</c>. Equal plans have equal texts.</summary>
    public string Text => string.Join("; ", Inputs);

    /// <summary>Decides shapes and values of the inputs of a model.</summary>
    /// <param name="slimGraph">The graph, as <see cref="ModelFile.Split"/> gives it.</param>
    /// <param name="request">The wishes of the user.</param>
    /// <param name="limits">The limits; <see cref="ModelFileLimits.Default"/> where it is null.</param>
    /// <exception cref="ModelFileException">The request does not fit the model, or an input cannot be filled; the message is one sentence for the user.</exception>
    public static InputPlan Resolve(ReadOnlyMemory<byte> slimGraph, InputRequest request, ModelFileLimits? limits = null) =>
        Resolve(ModelProto.Parser.ParseFrom(slimGraph.Span), request, limits);

    /// <summary>Reads a plan from its <see cref="Text"/>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static InputPlan Parse(string text) => new() { Inputs = PlanText.Parse(text) };

    internal static InputPlan Resolve(ModelProto model, InputRequest request, ModelFileLimits? limits) =>
        new InputPlanner(model, request, limits ?? ModelFileLimits.Default).Plan();

    /// <summary>Gets the <see cref="Text"/>.</summary>
    public override string ToString() => Text;
}

/// <summary>Shape and values of one input.</summary>
/// <param name="Name">The input.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its dimensions, 1 or more each; none for a scalar.</param>
/// <param name="Rule">Its values.</param>
public sealed record PlannedInput(string Name, ElementType Type, IReadOnlyList<long> Shape, ValueRule Rule)
{
    /// <summary>Determines whether both are the same.</summary>
    /// <param name="other">The other.</param>
    public bool Equals(PlannedInput? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>Gets the input as text: <c>input_ids=int64[1,128] integers 0 29999</c>.</summary>
    public override string ToString() => PlanText.Of(this);
}
