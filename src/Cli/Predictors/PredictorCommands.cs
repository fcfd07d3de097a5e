using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Cli.Waiting;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Predictors;

/// <summary><c>latbench predictors …</c>.</summary>
internal static class PredictorCommands
{
    /// <summary>The time limit of an evaluation.</summary>
    public static readonly TimeSpan EvaluationDeadline = TimeSpan.FromMinutes(5);

    public static Command Create(CliHost host) => CliHost.Group(
        "predictors",
        "Latency predictors: train them on what is measured or imported, and evaluate them.",
        TrainCommand.Create(host),
        ChooseCommand.Create(host),
        List(host),
        Show(host),
        Evaluate(host),
        PlotCommand.Create(host),
        Promote(host),
        DownloadCommand.Create(host),
        Cancel(host),
        Delete(host));

    private static Command List(CliHost host)
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

    private static CliCommand Show(CliHost host) =>
        new ResourceCommand<Predictor>
        {
            Name = Name(),
            Call = async (context, connection, name) =>
                (await connection.Predictors.GetPredictorAsync(new GetPredictorRequest { Name = name }, cancellationToken: context.CancellationToken)).Predictor,
            Print = (context, predictor) => PredictorText.Show(context.Terminal, predictor),
        }.Create(host, "show", "One predictor: what it was made from, how far it is, how well it does beside the baselines.", ["latbench predictors show 3"]);

    private static CliCommand Evaluate(CliHost host) =>
        new ResourceCommand<EvaluatePredictorResponse>
        {
            Name = Name(),
            Call = (context, connection, name) => WorkNotice.WhileAsync(
                context.Terminal,
                "Evaluating the predictor",
                connection.Predictors.EvaluatePredictorAsync(
                    new EvaluatePredictorRequest { Name = name }, deadline: connection.Within(EvaluationDeadline), cancellationToken: context.CancellationToken).ResponseAsync),
            Print = (context, response) =>
            {
                if (response.Evaluation is { Accuracies.Count: > 0 } evaluation)
                    AccuracyTable.Show(context.Terminal, evaluation);
                else
                    context.Terminal.Note(PredictorText.NothingUnseen);
            },
        }.Create(host, "evaluate", "Evaluate a predictor and its baselines on the labels that its target has now and that it was not trained on.", ["latbench predictors evaluate 3"]);

    private static CliCommand Promote(CliHost host) =>
        new ResourceCommand<Predictor>
        {
            Name = Name(),
            Call = async (context, connection, name) =>
                (await connection.Predictors.PromotePredictorAsync(new PromotePredictorRequest { Name = name }, cancellationToken: context.CancellationToken)).Predictor,
            Print = (context, predictor) => context.Terminal.Line($"{predictor.Name}: version {Figures.Count(predictor.Version)} serves {predictor.Target}"),
        }.Create(host, "promote", "Have a version serve its target from now on, in place of the one before of the same model configuration.", ["latbench predictors promote 3"]);

    private static CliCommand Cancel(CliHost host) =>
        new ResourceCommand<Predictor>
        {
            Name = Name(),
            Call = async (context, connection, name) =>
                (await connection.Predictors.CancelPredictorAsync(new CancelPredictorRequest { Name = name }, cancellationToken: context.CancellationToken)).Predictor,
            Print = (context, predictor) => context.Terminal.Line($"{predictor.Name}: {Words.Of(predictor.State)}"),
        }.Create(host, "cancel", "End a training; the predictor that serves goes on.", ["latbench predictors cancel 3"]);

    private static CliCommand Delete(CliHost host)
    {
        var name = Name();
        return new ResourceCommand<DeletePredictorResponse>
        {
            Name = name,
            Call = async (context, connection, predictor) =>
                await connection.Predictors.DeletePredictorAsync(new DeletePredictorRequest { Name = predictor }, cancellationToken: context.CancellationToken),
            Print = (context, _) => context.Terminal.Line($"{context.Get(name)} is removed"),
        }.Create(host, "delete", "Remove a version that has ended and does not serve.", ["latbench predictors delete 3"]);
    }

    private static Argument<string> Name() => ResourceName.Argument("predictors", "predictor");
}
