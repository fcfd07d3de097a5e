using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Waiting;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Predictors;

/// <summary><c>latbench predictors evaluate</c>.</summary>
internal static class EvaluateCommand
{
    public static Command Create(CliHost host)
    {
        var name = ResourceName.Argument("predictors", "predictor");
        var json = OptionFactory.Json();
        var command = host.Command("evaluate", "Judge a predictor and its baselines by the labels that its target has now and that it was not trained on.", "latbench predictors evaluate 3");
        command.Add(name);
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var request = new EvaluatePredictorRequest { Name = context.Get(name)! };
            var response = await WorkNotice.WhileAsync(
                context.Terminal,
                "Evaluating the predictor",
                connection.Predictors.EvaluatePredictorAsync(request, deadline: connection.Within(TimeSpan.FromMinutes(5)), cancellationToken: context.CancellationToken).ResponseAsync);
            if (context.Get(json))
                context.Terminal.Json(response);
            else if (response.Evaluation is { Accuracies.Count: > 0 } evaluation)
                AccuracyTable.Show(context.Terminal, evaluation);
            else
                context.Terminal.Note("There is no label that it has not seen: measure more, or hold some out with `predictors train --held-out`.");
            return ExitCode.Done;
        });
    }
}
