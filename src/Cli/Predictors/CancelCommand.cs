using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Predictors;

/// <summary><c>latbench predictors cancel</c>.</summary>
internal static class CancelCommand
{
    public static Command Create(CliHost host)
    {
        var name = ResourceName.Argument("predictors", "predictor");
        var json = OptionFactory.Json();
        var command = host.Command("cancel", "End a training; the predictor that serves goes on.", "latbench predictors cancel 3");
        command.Add(name);
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var request = new CancelPredictorRequest { Name = context.Get(name)! };
            var predictor = (await connection.Predictors.CancelPredictorAsync(request, cancellationToken: context.CancellationToken)).Predictor;
            if (context.Get(json))
                context.Terminal.Json(predictor);
            else
                context.Terminal.Line($"{predictor.Name}: {Words.Of(predictor.State)}");
            return ExitCode.Done;
        });
    }
}
