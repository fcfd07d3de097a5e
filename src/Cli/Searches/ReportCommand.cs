using System.CommandLine;
using System.Globalization;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Contracts.V1;
using LatBench.Hosting.Files;

namespace LatBench.Cli.Searches;

/// <summary><c>latbench search report</c>: tells accuracies, or writes the report of the search.</summary>
internal static class ReportCommand
{
    public static Command Create(CliHost host)
    {
        var name = ResourceName.Argument("searches", "search");
        var arch = OptionFactory.Repeatable("--arch", "An architecture that was trained: any text that the search space reads, such as an arch string or a 6-digit code of NAS-Bench-201.", "A");
        var result = OptionFactory.Repeatable("--result", "What came of it: its accuracy in percent, or failed; as many as --arch, in their order.", "PERCENT");
        var output = new Option<string?>("--out") { Description = "Write the report of the search into this directory: report.md, report.html and pictures.", HelpName = "DIR" };
        var json = OptionFactory.Json();
        var command = host.Command(
            "report",
            "Tell a search what came of trainings, or write its report.",
            "latbench search report 1 --arch 333133 --result 73.5 --arch 000100 --result failed",
            "latbench search report 1 --out report");
        command.Add(name);
        foreach (var option in new Option[] { arch, result, output, json })
            command.Add(option);
        return command.SetHandler(async context =>
        {
            var (architectures, results) = (context.Get(arch)!, context.Get(result)!);
            if (architectures.Length != results.Length)
                throw new CliException($"{architectures.Length} --arch and {results.Length} --result were given: give one --result for each --arch.", ExitCode.WrongUsage);
            if (architectures.Length == 0 && context.Get(output) is null)
                throw new CliException("Nothing was given to report: give --arch and --result for what was trained, or --out for the report of the search.", ExitCode.WrongUsage);
            var reports = architectures.Zip(results, Read).ToArray();
            if (reports.Where(report => !report.Failed).ToArray() is [_, ..] told && told.All(report => report.Accuracy is > 0 and <= 1))
                context.Terminal.Warn("--result takes percentages: every accuracy given is at most 1 % as it stands; write 73.5 for 0.735.");
            using var connection = context.Connect();
            if (reports.Length > 0)
            {
                var request = new ReportAccuraciesRequest { Name = context.Get(name)!, Reports = { reports } };
                var search = (await connection.Searches.ReportAccuraciesAsync(request, cancellationToken: context.CancellationToken)).Search;
                if (!context.Get(json))
                    context.Terminal.Line(SearchText.Standing(search));
            }

            // One document, whatever was asked for: the files are named beside it.
            Action<string> tell = context.Get(json) ? context.Terminal.Note : context.Terminal.Line;
            if (context.Get(output) is { } directory)
                await WriteAsync(context, connection, context.Get(name)!, directory, tell);
            if (context.Get(json))
                context.Terminal.Json(await SearchText.GetAsync(connection, context.Get(name)!, context.CancellationToken));
            return ExitCode.Done;
        });
    }

    private static AccuracyReport Read(string architecture, string result)
    {
        if (result == "failed")
            return new AccuracyReport { Architecture = architecture, Failed = true };
        return double.TryParse(result, NumberStyles.Float, CultureInfo.InvariantCulture, out var accuracy) && double.IsFinite(accuracy)
            ? new AccuracyReport { Architecture = architecture, Accuracy = accuracy }
            : throw new CliException($"--result takes a percentage or failed, not '{result}'.", ExitCode.WrongUsage);
    }

    private static async Task WriteAsync(CommandContext context, CoordinatorConnection connection, string name, string directory, Action<string> tell)
    {
        var response = await connection.Searches.GetSearchReportAsync(new GetSearchReportRequest { Name = name }, cancellationToken: context.CancellationToken);
        string[] written = [];
        FileGuard.Run($"The report cannot be written to {directory}", "name another directory with --out", () => written = Write(directory, response.Files));
        foreach (var path in written)
            tell(path);
    }

    private static string[] Write(string directory, IEnumerable<SearchReportFile> files)
    {
        Directory.CreateDirectory(directory);
        var written = new List<string>();
        foreach (var file in files)
        {
            var path = Path.Combine(directory, Path.GetFileName(file.Path));
            OutputFile.WriteText(path, file.Content);
            written.Add(path);
        }

        return [.. written];
    }
}
