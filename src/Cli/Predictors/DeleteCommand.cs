using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Predictors;

/// <summary><c>latbench predictors delete</c>.</summary>
internal static class DeleteCommand
{
    public static Command Create(CliHost host)
    {
        var name = ResourceName.Argument("predictors", "predictor");
        var json = OptionFactory.Json();
        var command = host.Command("delete", "Remove a version that has ended and does not serve.", "latbench predictors delete 3");
        command.Add(name);
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var request = new DeletePredictorRequest { Name = context.Get(name)! };
            var response = await connection.Predictors.DeletePredictorAsync(request, cancellationToken: context.CancellationToken);
            if (context.Get(json))
                context.Terminal.Json(response);
            else
                context.Terminal.Line($"{request.Name} is removed");
            return ExitCode.Done;
        });
    }
}
