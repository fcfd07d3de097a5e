using System.CommandLine;
using System.Text.Json.Serialization;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Exporter;
using LatBench.Models;

namespace LatBench.Cli.Export;

/// <summary><c>latbench export …</c>.</summary>
internal static class ExportCommands
{
    public static Command Create(CliHost host) => CliHost.Group("export", "Files for use without LatBench.", OnnxCommand.Create(host));
}

/// <summary><c>latbench export onnx</c>.</summary>
internal static class OnnxCommand
{
    private static readonly IReadOnlyDictionary<string, bool> Storages = new Dictionary<string, bool> { ["embedded"] = false, ["shared"] = true };

    public static Command Create(CliHost host)
    {
        var space = host.Space();
        var architecture = new Option<string>("--arch")
        {
            Description = "The architecture: any text that the search space reads, such as an arch string or a 6-digit code of NAS-Bench-201.",
            HelpName = "A",
            Required = true,
        };
        var table = new KeyTableOption(space);
        var configuration = ModelConfigurationOptions.One(space);
        var storage = new WordOption<bool>("--storage", "One self-contained file, or a small graph with its weights in a file beside it", Storages, "embedded");
        var output = new Option<string>("--out") { Description = "The ONNX file to write.", HelpName = "F", Required = true };
        var json = OptionFactory.Json();
        var command = host.Command(
            "onnx",
            "Write an architecture as an ONNX file with synthetic weights.",
            "latbench export onnx --arch '|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|' --dataset cifar10 --out m.onnx");
        command.Add(space);
        command.Add(architecture);
        command.Add(table);
        configuration.AddTo(command);
        foreach (var option in new Option[] { storage, output, json })
            command.Add(option);
        return command.SetHandler(context =>
        {
            var spec = new ModelSpec(space.Read(context), space.Parse(context, table.Resolve(context, [context.Get(architecture)!])[0]), configuration.Read(context));
            if (spec.WhyNotExportable() is { } reason)
                throw new CliException(reason);
            var file = context.Get(output)!;
            var model = context.Get(storage) ? ModelExporter.ExportShared(spec) : ModelExporter.ExportEmbedded(spec);
            FileGuard.Run($"{file} cannot be written", "name another file with --out", () =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
                model.Save(file);
            });
            var weights = model.Weights is null ? null : Path.Combine(Path.GetDirectoryName(file)!, model.Weights.FileName);
            if (context.Get(json))
                context.Terminal.Json(new ExportReport(spec.Name, file, model.Graph.Length, model.Sha256, weights, spec.InputShape, spec.OutputShape), ExportJsonContext.Default.ExportReport);
            else
                context.Terminal.Line($"{file}: {spec.Name}, {Figures.Bytes(model.Graph.Length)}, SHA-256 {model.Sha256}{(weights is null ? "" : $", weights in {weights}")}");
            return Task.FromResult(ExitCode.Done);
        });
    }
}

/// <summary>The output of <c>export onnx --json</c>.</summary>
internal sealed record ExportReport(
    string Model, string Path, long SizeBytes, string Sha256, string? WeightsPath, IReadOnlyList<long> InputShape, IReadOnlyList<long> OutputShape);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(ExportReport))]
internal sealed partial class ExportJsonContext : JsonSerializerContext;
