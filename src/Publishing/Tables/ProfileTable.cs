using System.Globalization;
using LatBench.Measurements;
using LatBench.Storage.Measurements;
using Column = LatBench.Publishing.Tables.ColumnFactory<LatBench.Publishing.Tables.ProfileRow>;

namespace LatBench.Publishing.Tables;

/// <summary>The table with one row an operator of a profiled model.</summary>
internal static class ProfileTable
{
    public static Table<ProfileRow> Instance { get; } = new("profiles", true, "One operator of a model under the runtime's profiler, from a run that is not timed.",
    [
        Column.Text("model_sha256", row => row.Measurement.Model.Sha256, "The model; join with the same column of table latency."),
        Column.Text("target", row => row.Measurement.Target, "The target."),
        Column.Int32("position", row => row.Position, "Position among the operators of the model, in the order in which they first ran, from 1."),
        Column.Text("place", row => row.Place?.Text ?? "unmatched", "What it is of the network, for example cell 3 edge 1->2 nor_conv_3x3."),
        Column.Text("part", row => Names.Of(row.Place?.Part ?? NetworkPart.Unmatched), "The same in one word: stem, edge, node, sum, preprocessing, concatenation, reduction, head or unmatched."),
        Column.OptionalInt32("cell", row => row.Place?.Cell, "The cell, from 0; null outside of cells."),
        Column.OptionalText("edge", EdgeOf, "The edge of the cell, for example 1->2; null unless part is edge."),
        Column.OptionalInt32("node", row => row.Place?.Node, "Node of the cell: where the edge ends, whose inputs are added, or whose operation it is; null elsewhere."),
        Column.OptionalText("operation", row => row.Place?.Operation, "Operation of the edge or node, for example nor_conv_3x3; null elsewhere."),
        Column.Text("operator_name", row => row.Operator.Name, "Name of the node in the runtime's graph."),
        Column.Text("op_type", row => row.Operator.OperatorType, "Operator, for example Conv."),
        Column.Text("execution_provider", row => row.Operator.Provider, "Execution provider that ran it."),
        Column.Int32("calls", row => row.Operator.Calls, "How often it ran, all runs together."),
        Column.Real("mean_ns", row => row.Operator.MeanNs, "Mean duration of one call; the profiler cuts every call down to whole microseconds.", "ns"),
        Column.Real("share", row => row.Operator.Share, "Its part of the time of all operators of the model; they add up to 1.", "ratio"),
        Column.Int32("runs", row => row.Profile.Runs, "Whole inferences under the profiler, warm-up left out."),
        Column.Real("run_ms", row => row.Profile.Run.Milliseconds, "Mean duration of one of them; slower than latency_ms, because it was profiled.", "ms"),
        Column.Time("profiled_at", row => row.Profile.EndTime, "When the run under the profiler ended, by the device's clock."),
        Column.OptionalText("input_shapes", row => TextOf(row.Operator.Inputs), "The tensors that it read, type and dimensions, for example float[1,16,32,32]; float[16,16,3,3]; null where the profile is older than this column."),
        Column.OptionalText("output_shapes", row => TextOf(row.Operator.Outputs), "The tensors that it wrote, likewise."),
    ]);

    private static string? TextOf(IReadOnlyList<ProfiledTensor> tensors) => tensors.Count == 0 ? null : string.Join("; ", tensors);

    private static string? EdgeOf(ProfileRow row) => row.Place is { EdgeFrom: { } from, Node: { } node }
        ? string.Create(CultureInfo.InvariantCulture, $"{from}->{node}")
        : null;
}

/// <summary>One operator of a profile.</summary>
internal readonly record struct ProfileRow(Measurement Measurement, OperatorProfile Profile, int Position, ProfiledOperator Operator)
{
    public OperatorPlace? Place => Operator.Place;
}
