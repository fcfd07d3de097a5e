using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Plots;
using LatBench.Cli.Waiting;
using LatBench.Contracts.V1;
using LatBench.Plotting.Charts;

namespace LatBench.Cli.Predictors;

/// <summary><c>latbench predictors plot</c>.</summary>
internal static class PlotCommand
{
    public static Command Create(CliHost host)
    {
        var name = ResourceName.Argument("predictors", "predictor");
        var picture = new PictureFile();
        var command = host.Command(
            "plot",
            "Draw predicted against measured latency, on the labels that its target has now and that it was not trained on, as SVG or PNG.",
            "latbench predictors plot 3 -o predicted-against-measured.svg");
        command.Add(name);
        picture.AddTo(command);
        return command.SetHandler(async context =>
        {
            using var connection = context.Connect();
            var request = new GetPredictorRequest { Name = context.Get(name)! };
            var predictor = (await connection.Predictors.GetPredictorAsync(request, cancellationToken: context.CancellationToken)).Predictor;
            if (predictor.State != PredictorState.Ready)
                throw new CliException(PredictorText.WhyNot(predictor));
            var points = await WorkNotice.WhileAsync(context.Terminal, "Evaluating the predictor", new UnseenPredictions(connection, host.Environment.SearchSpaces, predictor).ReadAsync(context.CancellationToken));
            if (points.Accuracy is not { } accuracy)
                throw new CliException(PredictorText.NothingUnseen);
            var chart = new PredictionScatter
            {
                Predictor = FormattableString.Invariant($"{predictor.Trainer} v{predictor.Version}"),
                Target = predictor.Target,
                Subtitle = FormattableString.Invariant($"{points.Points.Count:#,0} networks of {predictor.SearchSpace} that it was not trained on, {Rendering.Words.Of(predictor.ModelConfig)}"),
                Points = points.Points,
                Shares = [(1, accuracy.Within1), (5, accuracy.Within5), (10, accuracy.Within10)],
            };
            picture.Write(context, chart, points.Points.Count);
            return ExitCode.Done;
        });
    }
}
