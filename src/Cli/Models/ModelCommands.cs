using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Models;

/// <summary><c>latbench models …</c>.</summary>
internal static class ModelCommands
{
    private const int PageSize = 1000;

    public static Command Create(CliHost host) => CliHost.Group("models", "ONNX files of your own, to be measured by campaigns.", Upload(host), List(host), Show(host), Delete(host));

    private static CliCommand Upload(CliHost host)
    {
        var files = new Argument<string[]>("FILE") { Description = "ONNX files, or folders of them; external data are found beside them.", Arity = ArgumentArity.OneOrMore };
        var name = new Option<string>("--name") { Description = "A name in place of that of the file; for one file only.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        var operators = new Option<bool>("--custom-operators") { Description = "Take models with operators that ONNX Runtime lacks, to be measured by agents with a library of them; they are not loaded when they are checked." };
        var json = OptionFactory.Json();
        var command = host.Command("upload", "Upload ONNX files; they are checked first.", "latbench models upload resnet18.onnx", "latbench models upload models/ --json", "latbench models upload detector.onnx --custom-operators");
        command.Add(files);
        command.Add(name);
        command.Add(operators);
        command.Add(json);
        return command.SetHandler(async context =>
        {
            var paths = ModelPaths.Expand(context.Get(files)!);
            if (paths.Count > 1 && context.Get(name)!.Length > 0)
                throw new CliException($"--name is for one file, and there are {Figures.Count(paths.Count)}: leave it away.", ExitCode.WrongUsage);
            using var connection = context.Connect();
            var upload = new ModelUpload(context, connection, context.Get(operators));
            var models = new ListModelsResponse();
            var refused = 0;
            foreach (var path in paths)
            {
                try
                {
                    var (model, existed) = await upload.RunAsync(path, context.Get(name)!);
                    models.Models.Add(model);
                    if (model.CustomOperators.Count > 0)
                        context.Terminal.Note($"{model.DisplayName} needs a library of {string.Join(", ", model.CustomOperators)}: it can be measured where the agent has one (latbench agent run --custom-operators), and was not loaded when it was checked.");
                    if (!context.Get(json))
                        context.Terminal.Line($"{ModelText.Short(model)}  {model.DisplayName}{(existed ? " (was here already)" : "")}");
                }
                catch (Exception exception) when (UploadRefusal.Of(exception) is { } reason)
                {
                    refused++;
                    context.Terminal.Warn($"{Printable.OneLine(path)}: {reason}");
                }
            }

            if (context.Get(json))
                context.Terminal.Json(models);
            return refused == 0 ? ExitCode.Done : ExitCode.Failed;
        });
    }

    private static Command List(CliHost host) =>
        new Listing<UploadedModel>
        {
            Page = async (context, connection, size, token) =>
            {
                var request = new ListModelsRequest { PageSize = Math.Min(size, PageSize), PageToken = token };
                var page = await connection.Models.ListModelsAsync(request, cancellationToken: context.CancellationToken);
                return (page.Models, page.NextPageToken);
            },
            Document = models => new ListModelsResponse { Models = { models } },
            Empty = "There is no model yet: upload one with `latbench models upload FILE`.",
            Headings = ["MODEL", "SIZE", "OPERATORS", "PARAMETERS", "MACS", "UPLOADED", "NAME"],
            Row = (model, _) =>
            [
                ModelText.Short(model),
                Figures.Bytes(model.SizeBytes),
                Figures.Count(ModelText.Operators(model)),
                Figures.Large(model.Parameters),
                ModelText.Macs(model),
                Figures.Time(model.CreateTime),
                model.DisplayName,
            ],
        }.Create(host, "All uploaded models, newest first.", "latbench models list");

    private static CliCommand Show(CliHost host) => new ResourceCommand<UploadedModel>
    {
        Name = Name(),
        Call = async (context, connection, name) => (await connection.Models.GetModelAsync(new GetModelRequest { Name = name }, cancellationToken: context.CancellationToken)).Model,
        Print = (context, model) => context.Terminal.Pairs(ModelText.Describe(model)),
    }.Create(host, "show", "One uploaded model: format, inputs, operators, cost.", ["latbench models show resnet18.onnx", "latbench models show 3f2a9c81 --json"]);

    private static CliCommand Delete(CliHost host) => new ResourceCommand<DeleteModelResponse>
    {
        Name = Name(),
        Call = async (context, connection, name) => await connection.Models.DeleteModelAsync(new DeleteModelRequest { Name = name }, cancellationToken: context.CancellationToken),
        Print = (context, _) => context.Terminal.Line("Deleted. What was measured of it stays."),
    }.Create(host, "delete", "Delete an uploaded model; its measurements stay.", ["latbench models delete resnet18.onnx"]);

    private static Argument<string> Name() => new("MODEL") { Description = "The name of the model, its SHA-256, or the first 8 digits of that or more." };
}
