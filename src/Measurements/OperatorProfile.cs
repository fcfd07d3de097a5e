namespace LatBench.Measurements;

/// <summary>The time of a model, operator by operator; from an untimed run of its own.</summary>
public sealed record OperatorProfile
{
    /// <summary>The operators in the order in which they first ran.</summary>
    public required IReadOnlyList<ProfiledOperator> Operators { get; init; }

    /// <summary>Whole inferences under the profiler, warm-up left out; 1 or more.</summary>
    public required int Runs { get; init; }

    /// <summary>Mean duration of one of them.</summary>
    public required Latency Run { get; init; }

    /// <summary>When the job began, by the device's clock, UTC.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>When the job ended, UTC.</summary>
    public required DateTimeOffset EndTime { get; init; }

    /// <summary>Version of the runtime as it reports it.</summary>
    public required string RuntimeVersion { get; init; }

    /// <summary>Version of the agent.</summary>
    public required string AgentVersion { get; init; }

    /// <summary>Session options as given to the runtime, <c>key=value</c>, sorted.</summary>
    public IReadOnlyList<string> SessionOptions { get; init; } = [];

    /// <summary>
    /// The same with the share of every operator: its calls times their mean, over the sum of all. Where the profiler saw no time at all, by calls.
    /// </summary>
    public OperatorProfile WithShares()
    {
        var total = Operators.Sum(one => one.TotalNs());
        var calls = Operators.Sum(one => (double)one.Calls);
        return this with { Operators = [.. Operators.Select(one => one with { Share = total > 0 ? one.TotalNs() / total : one.Calls / calls })] };
    }
}

/// <summary>One node of the graph as the runtime ran it, after its own fusions.</summary>
public sealed record ProfiledOperator
{
    /// <summary>Name of the node in the runtime's graph.</summary>
    public required string Name { get; init; }

    /// <summary>Operator, for example <c>Conv</c>.</summary>
    public required string OperatorType { get; init; }

    /// <summary>Execution provider in lower case, for example <c>cpu</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The number of times it ran, all runs together; 1 or more.</summary>
    public required int Calls { get; init; }

    /// <summary>Mean duration of one call in nanoseconds; every call is cut down to whole microseconds.</summary>
    public required double MeanNs { get; init; }

    /// <summary>Its part of the time of all operators, 0 to 1.</summary>
    public double Share { get; init; }

    /// <summary>The place of the operator in the network; null before that is known.</summary>
    public OperatorPlace? Place { get; init; }

    /// <summary>
    /// The tensors that it read, in the order of its inputs. Left out are those that are missing, values that are no tensors, and weights that the runtime has packed for its kernel. Empty in
    /// profiles of older versions and of runtimes that do not tell.
    /// </summary>
    public IReadOnlyList<ProfiledTensor> Inputs { get; init; } = [];

    /// <summary>The tensors that it wrote, likewise.</summary>
    public IReadOnlyList<ProfiledTensor> Outputs { get; init; } = [];

    /// <summary>Duration of all its calls in nanoseconds.</summary>
    public double TotalNs() => Calls * MeanNs;
}

/// <summary>The place of an operator in the network that was exported.</summary>
/// <param name="Part">The part of the network.</param>
/// <param name="Text">In words, for example <c>cell 3 edge 1->2 nor_conv_3x3</c>.</param>
public sealed record OperatorPlace(NetworkPart Part, string Text)
{
    /// <summary>The cell; null outside of cells.</summary>
    public int? Cell { get; init; }

    /// <summary>Node of the cell where the edge begins; null unless the part is an edge.</summary>
    public int? EdgeFrom { get; init; }

    /// <summary>Node of the cell where the edge ends, or whose inputs are added; null elsewhere.</summary>
    public int? Node { get; init; }

    /// <summary>Operation of the edge; null elsewhere.</summary>
    public string? Operation { get; init; }
}

/// <summary>Parts of a network. The numbers are stored and sent: they never change.</summary>
public enum NetworkPart
{
    /// <summary>The operators before the first cell.</summary>
    Stem = 1,

    /// <summary>An operation of a cell.</summary>
    Edge = 2,

    /// <summary>The sum of the edges into a node of a cell.</summary>
    Sum = 3,

    /// <summary>A reduction cell.</summary>
    Reduction = 4,

    /// <summary>The operators after the last cell.</summary>
    Head = 5,

    /// <summary>A node that the runtime added.</summary>
    Unmatched = 6,

    /// <summary>An operation at a node of a cell.</summary>
    Node = 7,

    /// <summary>The layers that fit an input of a cell to it.</summary>
    Preprocessing = 8,

    /// <summary>The values that a cell puts side by side as its output.</summary>
    Concatenation = 9,
}
