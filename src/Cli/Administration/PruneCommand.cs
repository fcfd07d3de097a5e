using System.CommandLine;
using System.Globalization;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Processes;
using LatBench.Cli.Tokens;
using LatBench.Cli.Up;

namespace LatBench.Cli.Administration;

/// <summary><c>latbench admin prune</c>.</summary>
internal static class PruneCommand
{
    private static readonly TimeSpan Most = TimeSpan.FromDays(36_500);

    public static Command Create(CliHost host)
    {
        var age = new Option<TimeSpan>("--raw-samples-older-than")
        {
            Description = "Age of a campaign, since its end, from which its raw samples go, for example 180d.",
            HelpName = "TIME",
            Required = true,
            CustomParser = result =>
            {
                var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
                if (CreateTokenCommand.ParseTime(text) is { } time && time <= Most)
                    return time;
                result.AddError($"--raw-samples-older-than takes a number of minutes, hours or days such as 12h or 180d, not '{text}'.");
                return default;
            },
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Count, and remove nothing." };
        var database = DatabaseOption.Create();
        var json = OptionFactory.Json();
        var command = host.Command(
            "prune",
            "Remove the raw samples of old campaigns; figures, conditions and canary stay.",
            "latbench admin prune --raw-samples-older-than 180d --dry-run",
            "latbench admin prune --raw-samples-older-than 180d");
        foreach (var option in new Option[] { age, dryRun, database, json })
            command.Add(option);
        return command.Does(async context =>
        {
            List<string> arguments = ["--days", context.Get(age).TotalDays.ToString("R", CultureInfo.InvariantCulture)];
            if (context.Get(dryRun))
                arguments.Add("--dry-run");
            if (context.Get(json))
                arguments.Add("--json");
            await using var child = Foreground.Start(ChildPlans.Prune(context, context.Get(database), arguments), context);
            return await Foreground.WaitAsync([child], context.CancellationToken);
        });
    }
}
