using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Predictors;

/// <summary><c>latbench predictors list</c>.</summary>
internal static class ListCommand
{
    public static Command Create(CliHost host)
    {
        var target = PredictorText.TargetOption(required: false);
        var serving = new Option<bool>("--serving") { Description = "Only those that serve." };
        return new Listing<Predictor>
        {
            Page = async (context, connection, size, token) =>
            {
                var request = new ListPredictorsRequest { Target = context.Get(target), Promoted = context.Get(serving), PageSize = size, PageToken = token };
                var page = await connection.Predictors.ListPredictorsAsync(request, cancellationToken: context.CancellationToken);
                return (page.Predictors, page.NextPageToken);
            },
            Document = predictors => new ListPredictorsResponse { Predictors = { predictors } },
            Empty = "There is no such predictor: train one with `latbench predictors train`.",
            Headings = ["PREDICTOR", "TARGET", "VERSION", "TRAINER", "STATE", "LABELS", "±5 %", "±10 %", "CREATED"],
            Row = (predictor, _) => Row(predictor),
        }.Create(host, "All predictors, newest first.", "latbench predictors list --serving", target, serving);
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
