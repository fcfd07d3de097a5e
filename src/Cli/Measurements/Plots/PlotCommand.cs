using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Plots;
using LatBench.Contracts.Mapping;
using LatBench.Plotting;
using LatBench.Plotting.Charts;

namespace LatBench.Cli.Measurements.Plots;

/// <summary><c>latbench measurements plot</c>.</summary>
internal static class PlotCommand
{
    private const string Macs = "macs", Parameters = "parameters";

    public static Command Create(CliHost host)
    {
        var target = new Argument<string?>("TARGET") { Description = "Slug of the target, or a device that has one target with latencies; it need not be given where there is one only.", Arity = ArgumentArity.ZeroOrOne };
        var campaign = new Option<string?>("--campaign") { Description = "Only the valid measurements of this campaign.", HelpName = "C" };
        var against = new Option<string>("--against") { Description = $"What stands on the other axis: {Macs}, {Parameters}, or another target.", HelpName = "WHAT", DefaultValueFactory = _ => Macs };
        var histogram = new Option<bool>("--histogram") { Description = "Draw the distribution of the latencies." };
        var space = host.Space();
        var configuration = ModelConfigurationOptions.Optional(space);
        var picture = new PictureFile();
        var command = host.Command(
            "plot",
            "Draw latencies against the size of the networks or against another target, or their distribution, as SVG or PNG.",
            "latbench measurements plot lab-xeon -o latency-against-macs.svg",
            "latbench measurements plot lab-xeon --campaign 1 --histogram -o latencies.png --width 1920 --height 1200",
            "latbench measurements plot lab-xeon --against imported/core-i7-7820x -o two-targets.svg --dark");
        command.Add(target);
        foreach (var option in new Option[] { campaign, against, histogram, space })
            command.Add(option);
        configuration.AddTo(command);
        picture.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(campaign) is { Tokens: [var name] } && ResourceName.Complete("campaigns", name.Value) is null)
                result.AddError($"'{name.Value}' is not the name of a campaign: write campaigns/… or only its last part.");
            if (result.GetResult(histogram) is { Implicit: false } && result.GetResult(against) is { Implicit: false })
                result.AddError("--histogram shows the latencies of one target alone: leave --against or --histogram away.");
        });
        return command.SetHandler(async context =>
        {
            using var connection = context.Connect();
            var name = context.Get(campaign) is { } given ? ResourceName.Complete("campaigns", given) : null;
            var latencies = await PlottedLatencies.FindAsync(connection, name, context.CancellationToken);
            var chosen = latencies.Targets.Choose(context.Get(target), space.ReadGiven(context), configuration.ReadGiven(context)?.ToProto());
            var points = await latencies.ReadAsync(chosen, context.CancellationToken);
            if (context.Get(histogram))
                return Write(Histogram(chosen, points), points.Count);
            if (!host.Environment.SearchSpaces.TryGet(chosen.SearchSpace, out var known))
                throw new CliException($"The models of {chosen.Slug} are of {chosen.SearchSpace}, of which neither {Macs} nor {Parameters} are known here: draw their latencies with --histogram.");
            var networks = new Networks(known, chosen.Models.ToDomain(known));
            if (context.Get(against) is Macs or Parameters)
                return Write(Scatter(chosen, points, networks, isMacs: context.Get(against) == Macs), points.Count);
            var other = latencies.Targets.Choose(context.Get(against), chosen.SearchSpace, chosen.Models);
            if (other == chosen)
                throw new CliException($"{chosen.Slug} would be drawn against itself: name another target with --against.", ExitCode.WrongUsage);
            var pairs = networks.Pair(await latencies.ReadAsync(other, context.CancellationToken), points);
            if (pairs.Count == 0)
                throw new CliException($"{chosen.Slug} and {other.Slug} have latencies of no network in common: measure some networks on both with `latbench campaigns submit`.");
            return Write(
                new TargetScatter { XTarget = other.Slug, YTarget = chosen.Slug, Subtitle = chosen.Describe(pairs.Count, "network"), Points = pairs },
                pairs.Count);

            int Write(Chart chart, int count)
            {
                picture.Write(context, chart, count);
                return ExitCode.Done;
            }
        });
    }

    private static LatencyHistogram Histogram(MeasuredTarget target, IReadOnlyList<(string Architecture, Interval Ms)> latencies) => new()
    {
        Target = target.Slug,
        Subtitle = target.Describe(latencies.Count, "network"),
        Counted = "networks",
        LatenciesMs = [.. latencies.Select(latency => latency.Ms.Value)],
    };

    private static LatencyScatter Scatter(MeasuredTarget target, IReadOnlyList<(string Architecture, Interval Ms)> latencies, Networks networks, bool isMacs) => new()
    {
        Target = target.Slug,
        Subtitle = target.Describe(latencies.Count, "network"),
        Cost = isMacs ? "MACs" : "parameters",
        Points = [.. latencies.Select(latency => (networks.Costs(latency.Architecture) is var costs && isMacs ? (double)costs.Macs : costs.Parameters, latency.Ms))],
    };
}
