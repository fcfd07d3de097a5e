using LatBench.Coordinator.Predictors.Training;
using LatBench.Measurements;
using LatBench.Prediction.Labels;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;
using LatBench.Storage.Labels;
using LatBench.TestKit;

namespace LatBench.Coordinator.Tests.Predictors;

/// <summary>Layer-wise, from the profiles that a campaign has stored.</summary>
public sealed class ProfileSharesTests
{
    private const double RestMs = 0.5;

    /// <summary>Returns the time that an operation takes on an edge, all cells together; on later edges more.</summary>
    private static double EdgeMs(int edge, Operation operation) => operation == Operation.None ? 0 : (int)operation * 0.25 * (1 + (0.1 * edge));

    [Fact]
    public void Of_adds_the_shares_of_an_edge_over_all_cells()
    {
        var profile = Profile(
            Operator("stem", 100, new OperatorPlace(LatBench.Measurements.NetworkPart.Stem, "stem")),
            Operator("a", 300, OnEdge(cell: 0, from: 0, to: 3)),
            Operator("b", 500, OnEdge(cell: 14, from: 0, to: 3)),
            Operator("added", 100, new OperatorPlace(LatBench.Measurements.NetworkPart.Unmatched, "unmatched")));

        var shares = ProfileShares.Of(Nas201.SearchSpace.Choices!, new ProfiledLabel("|none~0|+|none~0|none~1|+|nor_conv_3x3~0|none~1|none~2|", Latency.FromMilliseconds(2), profile));

        var edge = Enumerable.Range(0, Edge.Count).Single(i => (Edge.All[i].From, Edge.All[i].To) == (0, 3));
        Assert.Equal(Enumerable.Range(0, Edge.Count).Select(i => i == edge ? 1.6 : 0), shares.PlaceMs.Select(ms => Math.Round(ms, 9)));
        Assert.Equal(0.4, shares.RestMs, 9);
    }

    [Fact]
    public void Average_models_that_are_held_out_are_not_looked_at_and_nothing_is_made_of_half_the_operations()
    {
        var cells = Nas201.SearchSpace.Sample(30, 1);
        var profiles = cells.Select(cell => Shares(cell)).ToArray();

        Assert.NotNull(ProfileShares.Average(Nas201.SearchSpace, profiles, [.. cells.Select(cell => Label(cell))]));
        Assert.Null(ProfileShares.Average(Nas201.SearchSpace, profiles, [Label(Nas201.Parse("|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|"))]));
        Assert.Null(ProfileShares.Average(Nas201.SearchSpace, [], [Label(cells[0])]));
    }

    [Fact]
    public void Training_layer_wise_sums_what_the_profiles_say()
    {
        var cells = Nas201.SearchSpace.Sample(60, 1);
        // What was measured is twice what the operators take: a fit would follow the labels, the sum does not.
        var job = new TrainingJob
        {
            SearchSpace = "nas-bench-201",
            Trainer = "layer-wise",
            Seed = 1,
            Threads = 1,
            HeldOutShare = 0.1,
            Pruned = true,
            Labels = new LatencyList([.. cells.Select(cell => cell.Text)], [.. cells.Select(cell => 2 * Milliseconds(cell))]),
            Profiles = [.. cells.Select(Shares)],
        };

        var output = TrainingSession.Run(job, LabelSplit.Of(Nas201.SearchSpace, job), new Progress<TrainingProgress>());

        using var predictor = Prediction.Serving.OnnxPredictor.Load(new(output.Files["predictor.onnx"], output.Files["predictor.json"]), Nas201.Spaces);
        var unseen = Nas201.SearchSpace.Sample(200, 2);
        Assert.All(unseen.Zip(predictor.Predict(unseen)), pair => Assert.InRange(pair.Second.Latency.Milliseconds / Milliseconds(pair.First), 0.99, 1.01));
    }

    private static double Milliseconds(Architecture architecture) => RestMs + architecture.Cell().EffectiveCell.Cell.Operations.Select((operation, edge) => EdgeMs(edge, operation)).Sum();

    private static ModelProfile Shares(Architecture architecture) =>
        new(architecture.Text, [.. architecture.Cell().Operations.Select((operation, edge) => EdgeMs(edge, operation))], RestMs);

    private static LabelledArchitecture Label(Architecture architecture) => new(architecture, Latency.FromMilliseconds(Milliseconds(architecture)));

    private static OperatorPlace OnEdge(int cell, int from, int to) =>
        new(LatBench.Measurements.NetworkPart.Edge, "an edge") { Cell = cell, EdgeFrom = from, Node = to, Operation = "nor_conv_3x3" };

    private static ProfiledOperator Operator(string name, double meanNs, OperatorPlace place) =>
        new() { Name = name, OperatorType = "Conv", Provider = "cpu", Calls = 1, MeanNs = meanNs, Place = place };

    private static OperatorProfile Profile(params ProfiledOperator[] operators) => new()
    {
        Operators = operators,
        Runs = 1,
        Run = Latency.FromMilliseconds(3),
        StartTime = DateTimeOffset.UnixEpoch,
        EndTime = DateTimeOffset.UnixEpoch,
        RuntimeVersion = "1.31.1",
        AgentVersion = "0.1.0",
    };
}
