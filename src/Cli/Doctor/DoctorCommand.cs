using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;

namespace LatBench.Cli.Doctor;

/// <summary><c>latbench doctor</c>.</summary>
internal static class DoctorCommand
{
    public static CliCommand Create(CliHost host)
    {
        var json = OptionFactory.Json();
        var command = host.Command(
            "doctor",
            "Say what is wrong with this installation, and how to correct it.",
            "latbench doctor",
            "latbench doctor --data lab --json");
        command.Add(json);
        return command.SetHandler(async context =>
        {
            var document = DoctorDocument.Of(await RunAsync(context));
            if (context.Get(json))
                context.Terminal.Json(document, DoctorDocumentContext.Default.DoctorDocument);
            else
                Print(context.Terminal, document);
            return document.Healthy ? ExitCode.Done : ExitCode.Failed;
        });
    }

    private static async Task<IReadOnlyList<Finding>> RunAsync(CommandContext context)
    {
        var configuration = ConfigurationChecks.Run(context);
        if (configuration.Rating == Rating.Problem)
            return [configuration];
        // The programs start while the others are asked.
        var database = ProgramChecks.DatabaseAsync(context);
        var machine = ProgramChecks.MachineAsync(context);
        List<Finding> findings = [configuration, .. RuntimeChecks.Run(context), .. DataChecks.Run(context)];
        findings.AddRange(await database);
        findings.AddRange(await CoordinatorChecks.RunAsync(context));
        findings.AddRange(await machine);
        return findings;
    }

    private static void Print(Terminal terminal, DoctorDocument document)
    {
        terminal.Table(
            ["CHECK", "RATING", "FOUND"],
            document.Findings.Select(finding => new[] { finding.Check, finding.Rating == Rating.Problem ? "PROBLEM" : finding.Rating == Rating.Warning ? "warning" : "ok", finding.Answer }));
        terminal.Line();
        foreach (var finding in document.Findings.Where(finding => finding.Remedy is not null))
            terminal.Line($"{finding.Check}: {finding.Remedy}.");
        terminal.Line(document switch
        {
            { Healthy: false } => $"{Count(document.Problems, "problem")}, {Count(document.Warnings, "warning")}: correct the problems first.",
            { Warnings: > 0 } => $"{Count(document.Warnings, "warning")}: the installation works.",
            _ => "Nothing to correct.",
        });
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{Figures.Count(count)} {what}s";
}
