using LatBench.Contracts.V1;

namespace LatBench.Cli.Tests.Measurements;

public sealed class ImportCommandTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public async Task Import_sends_the_column_converted_and_says_what_it_left_out()
    {
        var answers = new CoordinatorDouble.Answers { Imported = new ImportMeasurementsResponse { Outcome = ImportOutcome.Imported, Target = Target(2) } };
        await using var server = await CoordinatorDouble.StartAsync(answers);
        var file = Write("arch_str,a,seconds", "000200,1,0.0015", "000000,1,1", "000300,1,", "000400,1,2", "000400,1,2");

        var run = await server.RunAsync(
            "measurements", "import", file, "--target", "imported/board", "--column", "seconds", "--unit", "s",
            "--dataset", "cifar10", "--graph-variant", "literal", "--source", "a paper", "--licence", "MIT", "--notes", "eager", "--replace");

        Assert.Equal((0, "imported/board: imported with 2 latencies (cifar100, batch 1, fp32, pruned)\n"), (run.ExitCode, run.Out));
        Assert.Equal(
            """
            1 architecture without a network to measure left out.
            1 row without a latency left out.
            1 row that only repeat another counted once.
            The numbers of the column 'seconds' were taken as seconds.

            """.ReplaceLineEndings("\n"),
            run.Error);
        var request = Assert.Single(answers.Imports);
        Assert.Equal(("imported/board", true, Dataset.Cifar10, GraphVariant.Literal), (request.Target, request.Replace, request.ModelConfig.Dataset, request.ModelConfig.GraphVariant));
        Assert.Equal(new ImportSource { Name = "a paper", Licence = "MIT", Notes = "eager" }, request.Source);
        Assert.Equal([("000200", 1.5), ("000400", 2000)], request.Latencies.Select(row => (row.Architecture, row.LatencyMs)));
        Assert.NotEqual("", request.RequestId);
    }

    [Fact]
    public async Task Import_of_another_space_sends_it_and_the_texts_that_it_reads()
    {
        var answers = new CoordinatorDouble.Answers { Imported = new ImportMeasurementsResponse { Outcome = ImportOutcome.Imported, Target = Target(1) } };
        await using var server = await CoordinatorDouble.StartAsync(answers);
        var file = Write("arch_str,ms", "10.1|conv3x3-bn-relu,1.5");

        var run = await server.RunAsync("measurements", "import", file, "--space", "nas-bench-101", "--target", "imported/board", "--column", "ms");

        Assert.Equal(0, run.ExitCode);
        var request = Assert.Single(answers.Imports);
        Assert.Equal(("nas-bench-101", Dataset.Cifar10), (request.SearchSpace, request.ModelConfig.Dataset));
        Assert.Equal([("10.1|conv3x3-bn-relu", 1.5)], request.Latencies.Select(row => (row.Architecture, row.LatencyMs)));
    }

    [Fact]
    public async Task Import_indices_need_their_table()
    {
        var answers = new CoordinatorDouble.Answers { Imported = new ImportMeasurementsResponse { Outcome = ImportOutcome.Unchanged, Target = Target(1) } };
        await using var server = await CoordinatorDouble.StartAsync(answers);
        var file = Write("index,ms", "7,1");
        var indices = _directory.File("index.csv");
        await File.WriteAllLinesAsync(indices, ["arch_index,arch_str", "7,000200"], TestContext.Current.CancellationToken);

        var without = await server.RunAsync("measurements", "import", file, "--target", "t", "--column", "ms");
        var run = await server.RunAsync("measurements", "import", file, "--target", "t", "--column", "ms", "--index-table", indices);

        Assert.Equal(1, without.ExitCode);
        Assert.Contains("--index-table", without.Error, StringComparison.Ordinal);
        Assert.Equal((0, "imported/board: unchanged, it has 1 latency (cifar100, batch 1, fp32, pruned)\n"), (run.ExitCode, run.Out));
        Assert.Equal("000200", Assert.Single(Assert.Single(answers.Imports).Latencies).Architecture);
    }

    [Fact]
    public async Task Import_bad_rows_are_refused_with_their_lines_before_any_call()
    {
        var answers = new CoordinatorDouble.Answers();
        await using var server = await CoordinatorDouble.StartAsync(answers);
        var file = Write("arch_str,ms", "000200,1", "000900,1", "000300,-1", "000400,inf", "000200,2");

        var run = await server.RunAsync("measurements", "import", file, "--target", "t", "--column", "ms");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("t.csv has 4 rows that cannot be used (line 3: Not a NAS-Bench-201 architecture", run.Error, StringComparison.Ordinal);
        Assert.Contains("line 4: '-1' is not a latency above zero; line 5: 'inf' is not a latency above zero; line 6: 2 where line 2 has 1 for the same architecture)", run.Error, StringComparison.Ordinal);
        Assert.Empty(answers.Imports);
    }

    [Theory]
    [InlineData("other", "has no column 'other': use one of ms, none")]
    [InlineData("none", "has no latency in the column 'none'")]
    public async Task Import_column_without_latencies_is_refused(string column, string message)
    {
        var run = await CliRun.InvokeAsync("measurements", "import", Write("arch_str,ms,none", "000200,1,"), "--target", "t", "--column", column);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_without_target_or_column_is_wrong_usage()
    {
        Assert.Equal(2, (await CliRun.InvokeAsync("measurements", "import", "t.csv", "--column", "ms")).ExitCode);
        var withoutColumn = await CliRun.InvokeAsync("measurements", "import", Write("code,board,phone", "000200,1,2"), "--target", "t");
        Assert.Equal((2, "--column is missing: name the column of latencies, one of board, phone.\n"), (withoutColumn.ExitCode, withoutColumn.Error));
        Assert.Equal(2, (await CliRun.InvokeAsync("measurements", "import", "t.csv", "--target", "t", "--column", "ms", "--unit", "hours")).ExitCode);
    }

    [Fact]
    public async Task Import_options_of_the_other_kind_of_source_are_wrong_usage()
    {
        var csv = Write("arch_str,ms", "000200,1");
        var directory = Path.GetDirectoryName(csv)!;

        Assert.Equal(2, (await CliRun.InvokeAsync("measurements", "import", csv, "--target", "t", "--column", "ms", "--snapshot-target", "a")).ExitCode);
        Assert.Equal(2, (await CliRun.InvokeAsync("measurements", "import", directory, "--target", "t", "--unit", "s")).ExitCode);
        Assert.Equal(2, (await CliRun.InvokeAsync("measurements", "import", directory, "--target", "t", "--index-table", csv)).ExitCode);
        var noSnapshot = await CliRun.InvokeAsync("measurements", "import", directory, "--target", "t");
        Assert.Equal(1, noSnapshot.ExitCode);
        Assert.Contains("is not an intact snapshot", noSnapshot.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Targets_and_list_tell_imported_from_measured()
    {
        var answers = new CoordinatorDouble.Answers { Labelled = [Target(2)] };
        await using var server = await CoordinatorDouble.StartAsync(answers);

        var targets = await server.RunAsync("measurements", "targets");
        var list = await server.RunAsync("measurements", "list", "--target", "imported/board");

        Assert.Equal(
            "TARGET          ORIGIN    LATENCIES  QUALITY    SPACE          MODELS                           SOURCE   LICENCE\n" +
            "imported/board  imported  2          plausible  nas-bench-201  cifar100, batch 1, fp32, pruned  a paper  -\n",
            targets.Out);
        Assert.Contains("was not measured here, its 2 latencies were imported", list.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("latency_us", "us")]
    [InlineData("raspi4_latency_s", null)]
    [InlineData("latency (ms)", null)]
    [InlineData("a", "ns")]
    public async Task Import_takes_the_unit_from_the_name_of_the_column_or_the_option(string column, string? unit)
    {
        var answers = new CoordinatorDouble.Answers { Imported = new ImportMeasurementsResponse { Outcome = ImportOutcome.Imported, Target = Target(1) } };
        await using var server = await CoordinatorDouble.StartAsync(answers);

        var run = await server.RunAsync(["measurements", "import", Write($"arch_str,{column}", "000200,1500"), "--target", "imported/board", "--column", column, .. unit is null ? [] : new[] { "--unit", unit }]);

        Assert.Equal(0, run.ExitCode);
        var (milliseconds, name) = column switch { "latency_us" => (1.5, "microseconds"), "latency (ms)" => (1500, ""), "a" => (0.0015, "nanoseconds"), _ => (1.5e6, "seconds") };
        Assert.Equal(milliseconds, Assert.Single(Assert.Single(answers.Imports).Latencies).LatencyMs, 1e-9);
        Assert.Equal(name.Length == 0 ? "" : $"The numbers of the column '{column}' were taken as {name}.\n", run.Error);
    }

    [Theory]
    [InlineData("latency_us", "ms", "The column 'latency_us' is in microseconds by its name and in milliseconds by --unit: leave --unit away, or rename the column.")]
    [InlineData("latency_ms", "us", "The column 'latency_ms' is in milliseconds by its name and in microseconds by --unit")]
    [InlineData("fps", "ms", "a unit that is none of a latency")]
    public async Task Import_of_a_column_that_contradicts_the_unit_is_wrong_usage(string column, string unit, string message)
    {
        var run = await CliRun.InvokeAsync("measurements", "import", Write($"arch_str,{column}", "000200,1"), "--target", "t", "--column", column, "--unit", unit);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_without_a_unit_says_what_was_taken()
    {
        var answers = new CoordinatorDouble.Answers { Imported = new ImportMeasurementsResponse { Outcome = ImportOutcome.Imported, Target = Target(1) } };
        await using var server = await CoordinatorDouble.StartAsync(answers);

        var run = await server.RunAsync("measurements", "import", Write("code;pixel3", "000200;1,5"), "--target", "t", "--column", "pixel3");

        Assert.Equal(
            "The column 'pixel3' names no unit: its numbers were taken as milliseconds; say another one with --unit.\n" +
            "Commas in the numbers of the column 'pixel3' were read as decimal commas.\n",
            run.Error);
        Assert.Equal(1.5, Assert.Single(Assert.Single(answers.Imports).Latencies).LatencyMs);
    }

    [Fact]
    public async Task Implausible_target_is_told_where_it_is_imported_listed_and_exported()
    {
        var target = Target(1);
        target.Warnings.Add("The median latency is below 1 us.");
        var answers = new CoordinatorDouble.Answers
        {
            Imported = new ImportMeasurementsResponse { Outcome = ImportOutcome.Imported, Target = target },
            Labelled = [target],
            Exported = [new ExportMeasurementsResponse { Target = target, Latencies = { new ArchitectureLatency { Architecture = "|a|", LatencyMs = 12 } } }],
        };
        await using var server = await CoordinatorDouble.StartAsync(answers);

        var imported = await server.RunAsync("measurements", "import", Write("code,ms", "000200,0.0005"), "--target", "t", "--column", "ms");
        var listed = await server.RunAsync("measurements", "targets");
        var exported = await server.RunAsync("measurements", "export", "--target", "imported/board");

        Assert.Contains("  implausible  ", listed.Out, StringComparison.Ordinal);
        Assert.All(new[] { imported, listed, exported }, run => Assert.Equal((0, "Warning: imported/board: The median latency is below 1 us.\n"), (run.ExitCode, run.Error)));
    }

    [Fact]
    public async Task Export_writes_csv_that_import_reads()
    {
        var answers = new CoordinatorDouble.Answers
        {
            Exported =
            [
                new ExportMeasurementsResponse { Target = Target(2), Latencies = { new ArchitectureLatency { Architecture = "|a|", LatencyMs = 1.0616636299999999 } } },
                new ExportMeasurementsResponse { Latencies = { new ArchitectureLatency { Architecture = "|b|", LatencyMs = 12 } } },
            ],
        };
        await using var server = await CoordinatorDouble.StartAsync(answers);
        var file = _directory.File("out.csv");

        var printed = await server.RunAsync("measurements", "export", "--target", "imported/board");
        var written = await server.RunAsync("measurements", "export", "--target", "imported/board", "--out", file);

        Assert.Equal((0, "arch_str,latency_ms\n|a|,1.06166363\n|b|,12\n"), (printed.ExitCode, printed.Out));
        Assert.Equal(printed.Out, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal($"{file}: 2 latencies of imported/board (cifar100, batch 1, fp32, pruned, imported)\n", written.Out);
    }

    public void Dispose() => _directory.Dispose();

    private static LabelledTarget Target(int labels) => new()
    {
        Target = "imported/board",
        Origin = Origin.Imported,
        Labels = labels,
        SearchSpace = "nas-bench-201",
        ModelConfig = new ModelConfig { Dataset = Dataset.Cifar100, Batch = 1, Precision = Precision.Fp32, GraphVariant = GraphVariant.Pruned },
        Source = new ImportSource { Name = "a paper" },
    };

    private string Write(params string[] lines)
    {
        var file = _directory.File("t.csv");
        File.WriteAllLines(file, lines);
        return file;
    }
}
