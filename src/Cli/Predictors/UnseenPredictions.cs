using System.Text;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Measurements;
using LatBench.Contracts.V1;
using LatBench.LatencyTables;
using LatBench.LatencyTables.Csv;
using LatBench.Plotting;
using LatBench.SearchSpaces;

namespace LatBench.Cli.Predictors;

/// <summary>The predictions of a predictor beside the latencies that its target has now and that it was not trained on: those that it is evaluated by.</summary>
internal sealed class UnseenPredictions(CoordinatorConnection connection, SearchSpaceRegistry spaces, Predictor predictor)
{
    private const string Labels = "labels.csv", HeldOut = "held_out";

    /// <summary>Reads them, with the accuracy that the coordinator computes by them; null where there is no such latency.</summary>
    /// <exception cref="CliException">The predictor has no list of what it was trained on.</exception>
    public async Task<(Accuracy? Accuracy, IReadOnlyList<(double MeasuredMs, Interval PredictedMs)> Points)> ReadAsync(CancellationToken cancellationToken)
    {
        var request = new EvaluatePredictorRequest { Name = predictor.Name };
        var evaluation = (await connection.Predictors.EvaluatePredictorAsync(request, deadline: connection.Within(PredictorCommands.EvaluationDeadline), cancellationToken: cancellationToken)).Evaluation;
        if (evaluation?.Accuracies.FirstOrDefault() is not { } accuracy)
            return (null, []);
        if (!spaces.TryGet(predictor.SearchSpace, out var space))
            throw new CliException($"{predictor.Name} cannot be drawn by this version of LatBench. {spaces.Unknown(predictor.SearchSpace)}");
        var seen = await SeenAsync(space, cancellationToken);
        var export = new ExportMeasurementsRequest { Target = predictor.Target, SearchSpace = predictor.SearchSpace, ModelConfig = predictor.ModelConfig };
        var table = await ExportCommand.ReadAsync(connection, export, cancellationToken);
        ArchitectureLatency[] unseen = [.. table.Latencies.Where(row => !seen.Contains(space.Parse(row.Architecture)))];
        var predicted = await PredictCommand.PredictAsync(
            connection,
            new PredictRequest { Predictor = predictor.Name, SearchSpace = predictor.SearchSpace, ModelConfig = predictor.ModelConfig },
            [.. unseen.Select(row => row.Architecture)],
            cancellationToken);
        return (accuracy, [.. unseen.Zip(predicted.Predictions, (row, prediction) => (row.LatencyMs, new Interval(prediction.LatencyMs, prediction.LowMs, prediction.HighMs)))]);
    }

    private async Task<HashSet<Architecture>> SeenAsync(ISearchSpace space, CancellationToken cancellationToken)
    {
        var file = predictor.Files.FirstOrDefault(file => file.Path == Labels) ?? throw new CliException($"{predictor.Name} has no file {Labels}, which says what it was trained on: train it again.");
        using var content = new MemoryStream();
        await PredictorDownload.FetchAsync(connection, predictor, file, content, cancellationToken);
        try
        {
            var table = CsvTable.Parse(Labels, Encoding.UTF8.GetString(content.ToArray()), "arch_str", "role");
            var (architecture, role) = (table.IndexOf("arch_str"), table.IndexOf("role"));
            return [.. table.Rows.Where(row => row.Fields[role] != HeldOut).Select(row => space.Parse(row.Fields[architecture]))];
        }
        catch (TableException exception)
        {
            throw new CliException($"The labels of {predictor.Name} cannot be read: {exception.Message}");
        }
    }
}
