using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Processes;

namespace LatBench.Cli.Doctor;

/// <summary>Checks that the coordinator's and the agent's programs make, each in a process of its own: of the database, and of the machine.</summary>
internal static class ProgramChecks
{
    /// <summary>Checks the database of the data directory, or the Postgres of the environment.</summary>
    public static async Task<IReadOnlyList<Finding>> DatabaseAsync(CommandContext context)
    {
        const string Check = "database";
        if (await AnswerAsync(Check, "coordinator", context, ChildPlans.Inspection, DoctorDocumentContext.Default.InspectionDocument) is not (var answer, var failure))
            return [];
        return
        [
            failure ?? answer switch
            {
                { Error: { } error } => RuntimeChecks.Split(Check, error),
                { Schema: "missing" } => Finding.Ok(Check, "none yet: the first start of a coordinator makes it"),
                { Schema: "older" } => Finding.Warning(Check, $"{answer.Database} has the schema of an older build", "nothing needs to be done: the next start of a coordinator brings it up to date; `latbench admin backup` keeps a copy before"),
                _ => Finding.Ok(Check, $"{answer!.Database} has the schema of this build"),
            },
        ];
    }

    /// <summary>Checks the machine as one that measures. A problem of the machine is a warning here: the installation works.</summary>
    public static async Task<IReadOnlyList<Finding>> MachineAsync(CommandContext context)
    {
        const string Check = "machine";
        if (await AnswerAsync(Check, "agent", context, plan => ChildPlans.AgentCheck(plan, ["--json"]), DoctorDocumentContext.Default.AgentCheckDocument) is not (var answer, var failure))
            return [];
        return failure is not null
            ? [failure]
            : [.. answer!.Findings.Select(finding => new Finding($"{Check}: {finding.Question}", finding.Rating is "ok" or "unknown" ? Rating.Ok : Rating.Warning, finding.Answer, finding.Mend))];
    }

    /// <summary>Runs a program and reads the document that it prints; null where the program is missing, which is a finding of its own.</summary>
    private static async Task<(T? Answer, Finding? Failure)?> AnswerAsync<T>(string check, string name, CommandContext context, Func<CommandContext, ChildPlan> plan, JsonTypeInfo<T> type)
        where T : class
    {
        var (output, errors) = (new StringBuilder(), new StringBuilder());
        try
        {
            await using var child = ChildProcess.Start(plan(context), line => output.AppendLine(line), line => errors.AppendLine(line), context.Time);
            await child.Ended.WaitAsync(context.CancellationToken);
            return (JsonSerializer.Deserialize(output.ToString(), type), null);
        }
        catch (CliException)
        {
            return null;
        }
        catch (JsonException)
        {
            var said = errors.ToString().Split('\n').FirstOrDefault(line => line.Trim().Length > 0)?.Trim().TrimEnd('.');
            return (null, Finding.Problem(check, $"the {name}'s program gives no answer{(said is null ? "" : $" ({said})")}", "build or install LatBench again: both programs must be of the version of the command"));
        }
    }
}
