using System.CommandLine;
using System.Globalization;
using Grpc.Core;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.Hosting.Files;
using LatBench.LatencyTables;
using LatBench.LatencyTables.Csv;
using LatBench.SearchSpaces;

namespace LatBench.Cli.Predictors;

/// <summary><c>latbench predict</c>.</summary>
internal static class PredictCommand
{
    private const int ChunkSize = 10_000;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    public static Command Create(CliHost host)
    {
        var target = PredictorText.TargetOption(required: false);
        var predictor = new Option<string>("--predictor") { Description = "This version answers, whether it serves or not: `predictors/…`, or only its last part.", HelpName = "P", DefaultValueFactory = _ => "" };
        var space = host.Space();
        var architectures = OptionFactory.Repeatable("--arch", "Predict this architecture: any text that the search space reads, such as an arch string or a 6-digit code of NAS-Bench-201.", "A");
        var file = new Option<string?>("--file") { Description = "Predict the architectures in F: one a line, or a CSV file with a column `arch_str`, `architecture`, `arch` or `code`, or the columns of the search space's published tables.", HelpName = "F" };
        var table = new KeyTableOption(space);
        var all = new Option<bool>("--all") { Description = "Predict every architecture of the search space that can be measured." };
        var configuration = ModelConfigurationOptions.Optional(space);
        var fastest = OptionFactory.Architectures("--fastest", "Only the N with the least predicted latency, in that order.", space);
        var csv = new Option<bool>("--csv") { Description = "Print CSV: arch_str, latency_ms, low_ms, high_ms, predictor, version." };
        var output = new Option<string?>("--out") { Description = "Write CSV to this file.", HelpName = "F" };
        var json = OptionFactory.Json();
        var command = host.Command(
            "predict",
            "Predict latencies, each with its 90 % interval, from the predictor that serves a target.",
            "latbench predict --target imported/core-i7-7820x --arch '|nor_conv_3x3~0|+|skip_connect~0|none~1|+|none~0|none~1|nor_conv_1x1~2|'",
            "latbench predict --target imported/core-i7-7820x --all --fastest 10",
            "latbench predict --target imported/core-i7-7820x --all --out predictions.csv");
        var models = new Argument<string[]>("FILE") { Description = "ONNX files; no predictor knows them yet.", Arity = ArgumentArity.ZeroOrMore, Hidden = true };
        command.Add(models);
        foreach (var option in new Option[] { target, predictor, space, architectures, file, table, all })
            command.Add(option);
        configuration.AddTo(command);
        foreach (var option in new Option[] { fastest, csv, output, json })
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(models) is [var model, ..])
                result.AddError($"No predictor knows uploaded models yet, so the latency of '{Printable.OneLine(model)}' is not predicted: measure it with `latbench measure`.");
            else if (new Option[] { architectures, file, all }.Count(option => result.GetResult(option) is { Implicit: false }) != 1)
                result.AddError("Say which architectures, in one of these ways: --arch A, --file F or --all.");
            else if (table.IsIdle(result, architectures, file))
                result.AddError(KeyTableOption.Idle);
            if (new Option[] { target, predictor }.All(option => result.GetResult(option) is null or { Implicit: true }))
                result.AddError("Say whose latency: --target T, or --predictor P for a certain version.");
            if (result.GetResult(predictor) is { Implicit: false } && result.GetValue(predictor) is var name && ResourceName.Complete("predictors", name!) is null)
                result.AddError($"'{name}' is not the name of a predictor: write predictors/… or only its last part.");
        });
        return command.SetHandler(async context =>
        {
            var names = context.Get(file) is { } path ? Read(space.Read(context), path, hasKeys: context.IsGiven(table)) : context.Get(architectures)!;
            using var connection = context.Connect();
            var request = new PredictRequest
            {
                Target = context.Get(target),
                Predictor = context.Get(predictor) is { Length: > 0 } name ? ResourceName.Complete("predictors", name) : "",
                ModelConfig = configuration.ReadGiven(context)?.ToProto(),
                SearchSpace = space.ReadGiven(context),
            };
            var answer = context.Get(all)
                ? await PredictSpaceAsync(connection, request, context.CancellationToken)
                : await PredictAsync(connection, request, table.Resolve(context, names), context.CancellationToken);
            if (context.IsGiven(fastest))
                answer = Fastest(answer, context.Get(fastest));
            if (context.Get(output) is { } written)
                FileGuard.Run($"{written} cannot be written", "name another file with --out", () => OutputFile.WriteText(written, string.Concat(Csv(answer).Select(line => line + "\n"))));
            if (context.Get(json))
                context.Terminal.Json(answer);
            else if (context.Get(csv))
                foreach (var line in Csv(answer))
                    context.Terminal.Line(line);
            else if (context.Get(output) is { } there)
                context.Terminal.Line($"{there}: {Figures.Count(answer.Predictions.Count, "prediction")} by {Name(answer)}");
            else
                Show(context.Terminal, answer);
            return ExitCode.Done;
        });
    }

    /// <summary>Every measurable architecture of the space, all from one version.</summary>
    public static async Task<PredictResponse> PredictSpaceAsync(CoordinatorConnection connection, PredictRequest request, CancellationToken cancellationToken)
    {
        var space = new PredictSpaceRequest { Target = request.Target, Predictor = request.Predictor, ModelConfig = request.ModelConfig, SearchSpace = request.SearchSpace };
        using var call = connection.Predictors.PredictSpace(space, deadline: connection.Within(Deadline), cancellationToken: cancellationToken);
        var answer = new PredictResponse();
        await foreach (var message in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            (answer.Predictor, answer.Target, answer.Version) = (message.Predictor, message.Target, message.Version);
            answer.Predictions.AddRange(message.Predictions);
        }

        return answer;
    }

    /// <summary>The <paramref name="count"/> with the least predicted latency, the fastest first.</summary>
    public static PredictResponse Fastest(PredictResponse answer, int count) => new()
    {
        Predictor = answer.Predictor,
        Target = answer.Target,
        Version = answer.Version,
        Predictions = { answer.Predictions.OrderBy(row => row.LatencyMs).ThenBy(row => row.Architecture, StringComparer.Ordinal).Take(count) },
    };

    /// <summary>The predictions of architectures, in their order, all from one version.</summary>
    // A later chunk names the version of the first: a promotion in between does not mix two.
    public static async Task<PredictResponse> PredictAsync(CoordinatorConnection connection, PredictRequest request, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var answer = new PredictResponse();
        foreach (var chunk in names.Chunk(ChunkSize))
        {
            var part = new PredictRequest(request) { Architectures = { chunk } };
            if (answer.Predictor.Length > 0)
                (part.Target, part.Predictor) = ("", answer.Predictor);
            answer.MergeFrom(await connection.Predictors.PredictAsync(part, deadline: connection.Within(Deadline), cancellationToken: cancellationToken));
        }

        return answer;
    }

    // Keys are no architectures yet: they are looked up in their table.
    private static IReadOnlyList<string> Read(ISearchSpace space, string file, bool hasKeys)
    {
        try
        {
            return hasKeys ? ArchitectureFile.ReadNames(space, file) : [.. ArchitectureFile.Open(space, file).Select(architecture => architecture.ToString())];
        }
        catch (TableException exception)
        {
            throw new CliException(exception.Message);
        }
    }

    private static void Show(Terminal terminal, PredictResponse answer)
    {
        terminal.Note($"By {Name(answer)}; the interval holds the measured latency for 90 of 100 networks.");
        terminal.Table(["LATENCY", "90 % INTERVAL", "ARCHITECTURE"], answer.Predictions.Select(row => new[]
        {
            Figures.Milliseconds(row.LatencyMs),
            Interval(row),
            row.Architecture,
        }));
    }

    /// <summary>The interval of a prediction in words.</summary>
    public static string Interval(Prediction row) => $"{Figures.Milliseconds(row.LowMs)} to {Figures.Milliseconds(row.HighMs)}";

    private static string Name(PredictResponse answer) => $"{answer.Predictor}, version {Figures.Count(answer.Version)} for {answer.Target}";

    private static IEnumerable<string> Csv(PredictResponse answer) => answer.Predictions
        .Select(row => string.Create(CultureInfo.InvariantCulture, $"{CsvField.Of(row.Architecture)},{row.LatencyMs:G9},{row.LowMs:G9},{row.HighMs:G9},{answer.Predictor},{answer.Version}"))
        .Prepend("arch_str,latency_ms,low_ms,high_ms,predictor,version");
}
