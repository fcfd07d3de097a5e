using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Predictors;

/// <summary><c>latbench predictors download</c>.</summary>
internal static class DownloadCommand
{
    public static Command Create(CliHost host)
    {
        var name = ResourceName.Argument("predictors", "predictor");
        var output = new Option<string?>("--out") { Description = "Directory to make [default: ./predictor-NAME].", HelpName = "DIR" };
        var json = OptionFactory.Json();
        var command = host.Command(
            "download",
            "Fetch the files of a predictor: the network as ONNX, the description of its inputs and outputs, and its labels.",
            "latbench predictors download 3 --out predictor");
        command.Add(name);
        command.Add(output);
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var request = new GetPredictorRequest { Name = context.Get(name)! };
            var predictor = (await connection.Predictors.GetPredictorAsync(request, cancellationToken: context.CancellationToken)).Predictor;
            if (predictor.Files.Count == 0)
                throw new CliException(predictor.State == PredictorState.Ready ? $"{predictor.Name} has no files." : PredictorText.WhyNot(predictor));
            var directory = context.Get(output) ?? "predictor-" + request.Name.Split('/')[^1];
            var download = new PredictorDownload(connection, predictor, directory);
            await FileGuard.RunAsync($"The predictor cannot be written to {directory}", "name another directory with --out", () => download.RunAsync(context.CancellationToken));
            if (context.Get(json))
                context.Terminal.Json(predictor);
            else
                context.Terminal.Line($"{predictor.Name} is in {directory}: {string.Join(", ", predictor.Files.Select(file => file.Path))}; {Figures.Bytes(predictor.Files.Sum(file => file.SizeBytes))}, every hash right");
            return ExitCode.Done;
        });
    }
}
