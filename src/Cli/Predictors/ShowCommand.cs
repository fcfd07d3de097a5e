using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Predictors;

/// <summary><c>latbench predictors show</c>.</summary>
internal static class ShowCommand
{
    public static Command Create(CliHost host)
    {
        var name = ResourceName.Argument("predictors", "predictor");
        var json = OptionFactory.Json();
        var command = host.Command("show", "One predictor: what it was made from, how far it is, how well it does beside the baselines.", "latbench predictors show 3");
        command.Add(name);
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var request = new GetPredictorRequest { Name = context.Get(name)! };
            var predictor = (await connection.Predictors.GetPredictorAsync(request, cancellationToken: context.CancellationToken)).Predictor;
            if (context.Get(json))
                context.Terminal.Json(predictor);
            else
                PredictorText.Show(context.Terminal, predictor);
            return ExitCode.Done;
        });
    }
}
