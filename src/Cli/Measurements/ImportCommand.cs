using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Cli.Waiting;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.LatencyTables;
using LatBench.SearchSpaces;

namespace LatBench.Cli.Measurements;

/// <summary><c>latbench measurements import</c>.</summary>
internal static class ImportCommand
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private static readonly IReadOnlyDictionary<string, LatencyUnit?> Units = LatencyUnit.All.ToDictionary(unit => unit.Word, unit => (LatencyUnit?)unit);

    public static Command Create(CliHost host)
    {
        var file = new Argument<string>("FILE") { Description = "A CSV file (separated by commas, semicolons or tabs; plain or .gz) with a header and a column `arch_str`, `architecture`, `arch` or `code` (texts that the search space reads, such as arch strings or 6-digit codes of NAS-Bench-201), `matrix` and `operations` of NAS-Bench-101, or `arch_index` or `index`; or the directory of a LatBench snapshot." };
        var target = new Option<string>("--target") { Description = "Slug of the target that the table becomes, for example imported/core-i7-7820x.", HelpName = "SLUG", Required = true };
        var column = new Option<string?>("--column") { Description = "The column of latencies; of a snapshot `latency_ms` by default.", HelpName = "NAME" };
        var unit = new WordOption<LatencyUnit?>("--unit", "What the numbers of the column count, where its name does not say it (without both, ms)", Units);
        var indices = new Option<string?>("--index-table") { Description = "A CSV file with `arch_index` and `arch_str`: what the official NAS-Bench-201 indices of FILE mean.", HelpName = "F" };
        var space = host.Space();
        var keys = new KeyTableOption(space, "FILE may then name architectures by key alone");
        var snapshotTarget = new Option<string?>("--snapshot-target") { Description = "Which target of a snapshot; it need not be given where there is one only.", HelpName = "SLUG" };
        var configuration = ModelConfigurationOptions.One(space);
        var source = Text("--source", "Where the table comes from: the publication, or the address of the file.");
        var licence = Text("--licence", "The licence of the data.");
        var notes = Text("--notes", "Anything else, for example what the numbers hold.");
        var replace = new Option<bool>("--replace") { Description = "Replace another table that the target has." };
        var json = OptionFactory.Json();
        var command = host.Command(
            "import",
            "Take in a table of latencies that were measured elsewhere, all or nothing; it becomes a target of origin imported.",
            "latbench measurements import latencies.csv --target imported/core-i7-7820x --column latency_ms --source 'BRP-NAS, 2020' --licence Apache-2.0",
            "latbench measurements import datasets/latbench-2.0.0 --target imported/vm-2cpu");
        command.Add(file);
        foreach (var option in new Option[] { target, column, unit, indices, keys, snapshotTarget, space })
            command.Add(option);
        configuration.AddTo(command);
        foreach (var option in new Option[] { source, licence, notes, replace, json })
            command.Add(option);
        return command.SetHandler(async context =>
        {
            var (path, searchSpace, models) = (context.Get(file)!, space.Read(context), configuration.Read(context));
            var isSnapshot = Directory.Exists(path);
            RequireFitting(isSnapshot, context.Get(indices) is not null || context.IsGiven(keys) || (context.Get(unit) ?? LatencyUnit.Milliseconds) != LatencyUnit.Milliseconds, context.Get(snapshotTarget) is not null);
            var (table, origin) = isSnapshot
                ? await SnapshotImport.ReadAsync(searchSpace, path, context.Get(column), context.Get(snapshotTarget), models, context.CancellationToken)
                : (Read(searchSpace, path, context.Get(indices), keys.Open(context), context.Get(column), context.Get(unit)), "");
            using var connection = context.Connect();
            var request = new ImportMeasurementsRequest
            {
                RequestId = Guid.NewGuid().ToString(),
                Target = context.Get(target),
                SearchSpace = space.ReadGiven(context),
                ModelConfig = models.ToProto(),
                Source = new ImportSource { Name = context.Get(source) is { Length: > 0 } named ? named : origin, Licence = context.Get(licence), Notes = context.Get(notes) },
                Latencies = { table.Latencies.Select(row => new ArchitectureLatency { Architecture = Short(searchSpace, row.Architecture), LatencyMs = row.Latency.Milliseconds }) },
                Replace = context.Get(replace),
            };
            var response = await WorkNotice.WhileAsync(
                context.Terminal,
                $"Importing {Figures.Count(request.Latencies.Count)} latencies",
                connection.Measurements.ImportMeasurementsAsync(request, deadline: connection.Within(Deadline), cancellationToken: context.CancellationToken).ResponseAsync);
            if (context.Get(json))
                context.Terminal.Json(response);
            else
                Show(context.Terminal, response);
            ShowLeftOut(context.Terminal, table);
            if (!isSnapshot)
                ShowUnit(context.Terminal, context.Get(column)!, table);
            TargetsCommand.Warn(context.Terminal, response.Target);
            return ExitCode.Done;
        });
    }

    private static Option<string> Text(string name, string description) => new(name) { Description = description, HelpName = "TEXT", DefaultValueFactory = _ => "" };

    private static void RequireFitting(bool isSnapshot, bool hasOptionsOfCsv, bool hasSnapshotTarget)
    {
        if (isSnapshot && hasOptionsOfCsv)
            throw new CliException("--unit, --index-table and --table are for CSV files: a snapshot has milliseconds and the texts of architectures.", ExitCode.WrongUsage);
        if (!isSnapshot && hasSnapshotTarget)
            throw new CliException("--snapshot-target is for the directory of a snapshot: a CSV file has a column a target, which --column names.", ExitCode.WrongUsage);
    }

    /// <summary>The code of an architecture where the space reads it, else its text: a table of codes is a small request.</summary>
    private static string Short(ISearchSpace space, Architecture architecture) =>
        space.Code(architecture) is var code && space.TryParse(code, out var same, out _) && same == architecture ? code : architecture.Text;

    private static LatencyColumn Read(ISearchSpace space, string file, string? indices, ArchitectureKeys? keys, string? column, LatencyUnit? unit)
    {
        if (column is not null)
            RequireOneUnit(column, unit);
        try
        {
            var opened = LatencyTable.Open(space, file, indices is null ? null : IndexTable.Open(space, indices), keys);
            if (column is null)
                throw new CliException($"--column is missing: name the column of latencies, one of {string.Join(", ", opened.Columns)}.", ExitCode.WrongUsage);
            var table = opened.Read(column, unit);
            return table.Latencies.Count > 0 ? table : throw new TableException($"{file} has no latency in the column '{column}': nothing was imported.");
        }
        catch (TableException exception)
        {
            throw new CliException(exception.Message);
        }
    }

    private static void RequireOneUnit(string column, LatencyUnit? unit)
    {
        try
        {
            LatencyUnit.Resolve(column, unit);
        }
        catch (TableException exception)
        {
            throw new CliException(exception.Message, ExitCode.WrongUsage);
        }
    }

    private static void Show(Terminal terminal, ImportMeasurementsResponse response)
    {
        var what = response.Outcome switch
        {
            ImportOutcome.Replaced => "replaced with",
            ImportOutcome.Unchanged => "unchanged, it has",
            _ => "imported with",
        };
        var target = response.Target;
        terminal.Line($"{target.Target}: {what} {Figures.Count(target.Labels, "latency", "latencies")} ({Words.Of(target.ModelConfig)})");
    }

    private static void ShowUnit(Terminal terminal, string column, LatencyColumn table)
    {
        if (table.UnitIsAssumed)
            terminal.Note($"The column '{column}' names no unit: its numbers were taken as milliseconds; say another one with --unit.");
        else if (table.Unit != LatencyUnit.Milliseconds)
            terminal.Note($"The numbers of the column '{column}' were taken as {table.Unit.Name}.");
        if (table.HasDecimalCommas)
            terminal.Note($"Commas in the numbers of the column '{column}' were read as decimal commas.");
    }

    private static void ShowLeftOut(Terminal terminal, LatencyColumn table)
    {
        if (table.NotMeasurable > 0)
            terminal.Note($"{Figures.Count(table.NotMeasurable, "architecture")} without a network to measure left out.");
        if (table.Empty > 0)
            terminal.Note($"{Figures.Count(table.Empty, "row")} without a latency left out.");
        if (table.Repeated > 0)
            terminal.Note($"{Figures.Count(table.Repeated, "row")} that only repeat another counted once.");
    }
}
