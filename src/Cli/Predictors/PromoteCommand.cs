using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Predictors;

/// <summary><c>latbench predictors promote</c>.</summary>
internal static class PromoteCommand
{
    public static Command Create(CliHost host)
    {
        var name = ResourceName.Argument("predictors", "predictor");
        var json = OptionFactory.Json();
        var command = host.Command("promote", "Have a version serve its target from now on, in place of the one before of the same model configuration.", "latbench predictors promote 3");
        command.Add(name);
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var request = new PromotePredictorRequest { Name = context.Get(name)! };
            var predictor = (await connection.Predictors.PromotePredictorAsync(request, cancellationToken: context.CancellationToken)).Predictor;
            if (context.Get(json))
                context.Terminal.Json(predictor);
            else
                context.Terminal.Line($"{predictor.Name}: version {Figures.Count(predictor.Version)} serves {predictor.Target}");
            return ExitCode.Done;
        });
    }
}
