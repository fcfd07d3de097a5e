using LatBench.Cli.CommandLine;
using LatBench.Cli.Comparisons;
using LatBench.Cli.Connection;
using LatBench.Cli.Measurements;
using LatBench.Cli.Models;
using LatBench.Cli.Rendering;
using LatBench.Contracts.CommandLines;
using LatBench.Contracts.V1;
using LatBench.Measurements.Gates;

namespace LatBench.Cli.Gate;

/// <summary>Reads what a campaign measured on one target, to be judged or to become a baseline.</summary>
internal static class GateCampaign
{
    /// <summary>Reads a campaign that has ended.</summary>
    /// <param name="connection">The coordinator.</param>
    /// <param name="campaign">Its name.</param>
    /// <param name="target">Slug of the target; null where the campaign has one only.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="names">The names of the models; null to read them.</param>
    /// <returns>The target and its models.</returns>
    /// <exception cref="CliException">The campaign goes on, has several targets or measured nothing, or the device of the target is not known any more.</exception>
    public static async Task<(string Target, GateRun Run)> ReadAsync(CoordinatorConnection connection, string campaign, string? target, CancellationToken cancellationToken, MeasuredNames? names = null)
    {
        var state = (await connection.Campaigns.GetCampaignAsync(new GetCampaignRequest { Name = campaign }, cancellationToken: cancellationToken)).Campaign.State;
        if (state == CampaignState.Running)
            throw new CliException($"{campaign} still goes on: wait for it with `latbench campaigns watch {ShellWord.Quote(campaign["campaigns/".Length..])}`.");
        var all = await MeasurementCommands.ReadAsync(connection, new ListMeasurementsRequest { Campaign = campaign }, int.MaxValue, cancellationToken);
        var slug = Choose(campaign, [.. all.Select(measurement => measurement.Target).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], target);
        var measurements = all.Where(measurement => measurement.Target == slug).ToArray();
        var read = await StoredPasses.ReadAsync(connection, measurements.Where(IsMeasured), report: null, cancellationToken);
        names ??= await MeasuredNames.ReadAsync(connection, measurements, cancellationToken);
        GateModel[] models =
        [
            .. measurements.Select(measurement => ModelOf(names, measurement, read))
                .GroupBy(model => model.Key)
                .Select(same => same.FirstOrDefault(model => model.Passes.Count > 0) ?? same.First()),
        ];
        if (models.All(model => model.Passes.Count == 0))
            throw new CliException($"{campaign} has no measured model on {slug}: see why with `latbench measurements list --campaign {ShellWord.Quote(campaign)}`.");
        return (slug, new GateRun(await GateMachine.ReadAsync(connection, slug, cancellationToken), models));
    }

    private static string Choose(string campaign, string[] targets, string? wanted) => (targets, wanted) switch
    {
        ([], _) => throw new CliException($"{campaign} has measured nothing yet."),
        (_, { } name) => targets.Contains(name, StringComparer.Ordinal) ? name : throw new CliException($"{campaign} has nothing on the target '{name}': it has {string.Join(", ", targets)}.", ExitCode.WrongUsage),
        ([var only], _) => only,
        _ => throw new CliException($"{campaign} has {Figures.Count(targets.Length)} targets, {string.Join(", ", targets)}: name one with --target.", ExitCode.WrongUsage),
    };

    private static bool IsMeasured(Measurement measurement) => measurement.Verdict is Verdict.Valid or Verdict.Suspect;

    private static GateModel ModelOf(MeasuredNames names, Measurement measurement, IReadOnlyDictionary<string, StoredPasses> read) => new()
    {
        Name = names.Of(measurement),
        Sha256 = measurement.ModelSha256,
        Configuration = Words.Of(measurement.ModelConfig ?? new ModelConfig()),
        Passes = IsMeasured(measurement) ? [.. read[measurement.Name].Passes.Select(pass => pass.Result)] : [],
        PassNumbers = IsMeasured(measurement) ? [.. read[measurement.Name].Passes.Select(pass => pass.Number)] : [],
        UploadedSha256 = measurement.SearchSpace == MeasuredNames.UploadedSpace ? measurement.EffectiveCell : null,
        Failure = IsMeasured(measurement) ? null : $"It was not measured ({MeasurementText.Verdict(measurement)}{(measurement.FailureMessage.Length > 0 ? $": {measurement.FailureMessage.TrimEnd('.')}" : "")}).",
    };
}
