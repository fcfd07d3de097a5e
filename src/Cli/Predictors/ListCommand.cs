using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Predictors;

/// <summary><c>latbench predictors list</c>.</summary>
internal static class ListCommand
{
    private const int PageSize = 500;

    public static Command Create(CliHost host)
    {
        var target = PredictorText.TargetOption(required: false);
        var serving = new Option<bool>("--serving") { Description = "Only those that serve." };
        var json = OptionFactory.Json();
        var command = host.Command("list", "All predictors, newest first.", "latbench predictors list --serving");
        foreach (var option in new Option[] { target, serving, json })
            command.Add(option);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var predictors = await Pages.ReadAsync(async token =>
            {
                var request = new ListPredictorsRequest { Target = context.Get(target), Promoted = context.Get(serving), PageSize = PageSize, PageToken = token };
                var page = await connection.Predictors.ListPredictorsAsync(request, cancellationToken: context.CancellationToken);
                return ((IEnumerable<Predictor>)page.Predictors, page.NextPageToken);
            });
            if (context.Get(json))
                context.Terminal.Json(new ListPredictorsResponse { Predictors = { predictors } });
            else if (predictors.Count == 0)
                context.Terminal.Note("There is no such predictor: train one with `latbench predictors train`.");
            else
                context.Terminal.Table(["PREDICTOR", "TARGET", "VERSION", "TRAINER", "STATE", "LABELS", "±5 %", "±10 %", "CREATED"], predictors.Select(Row));
            return ExitCode.Done;
        });
    }

    private static string[] Row(Predictor predictor)
    {
        var own = predictor.Evaluation?.Accuracies.FirstOrDefault();
        return
        [
            predictor.Name,
            predictor.Target,
            Figures.Count(predictor.Version),
            predictor.Trainer,
            PredictorText.State(predictor),
            Figures.Count(predictor.Labels),
            own is null ? Figures.None : Figures.Percent(own.Within5 / 100),
            own is null ? Figures.None : Figures.Percent(own.Within10 / 100),
            Figures.Time(predictor.CreateTime),
        ];
    }
}
