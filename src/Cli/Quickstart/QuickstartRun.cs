using LatBench.Cli.Campaigns;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Measurements;
using LatBench.Cli.Snapshots;
using LatBench.Contracts.V1;
using LatBench.Settings;
using LatBench.SnapshotFormat;

namespace LatBench.Cli.Quickstart;

/// <summary>The whole main job on this machine: coordinator, agent, campaign, snapshot, verification, predictor, search.</summary>
internal sealed class QuickstartRun(CommandContext context, QuickstartPlan plan, SettingFlags coordinatorFlags)
{
    public async Task<QuickstartResult> RunAsync()
    {
        var started = context.Time.GetTimestamp();
        await using var children = new LocalChildren(context);
        var coordinator = await LocalCoordinator.OpenAsync(context, children, coordinatorFlags);
        using var connection = context.Connect(coordinator.Grpc);
        var (device, _) = await children.GuardAsync(_ => LocalAgent.OpenAsync(context, children, connection, coordinator.WasRunning, arguments: []));

        if (!coordinator.WasRunning)
            await LeftOverCampaigns.CancelAsync(context, connection);

        var campaignStarted = context.Time.GetTimestamp();
        var campaign = await children.GuardAsync(token => MeasureAsync(connection, device, token));
        var campaignTime = context.Time.GetElapsedTime(campaignStarted);

        return await children.GuardAsync(async token =>
        {
            var filter = new ListMeasurementsRequest { Campaign = campaign.Name };
            var measurements = await MeasurementCommands.ReadAsync(connection, filter, int.MaxValue, token);
            var snapshot = await PublishAsync(connection, campaign, token);
            var verification = await SnapshotVerifier.VerifyAsync(snapshot.Path, token);
            var prediction = await QuickstartPrediction.MakeAsync(context, connection, campaign, plan, token);
            var search = await QuickstartSearch.MakeAsync(context, connection, prediction, plan, token);
            return new QuickstartResult
            {
                Plan = plan,
                Device = device,
                Campaign = campaign,
                Measurements = measurements,
                Snapshot = snapshot,
                Verification = verification,
                Prediction = prediction,
                Search = search,
                CampaignTime = campaignTime,
                WallTime = context.Time.GetElapsedTime(started),
            };
        });
    }

    private async Task<Campaign> MeasureAsync(CoordinatorConnection connection, Device device, CancellationToken cancellationToken)
    {
        var asked = new Campaign
        {
            DisplayName = LeftOverCampaigns.DisplayName,
            Selection = new Selection { Sample = new RandomSample { Count = plan.Models, Seed = plan.Seed } },
            ModelConfig = plan.ModelConfig,
            Protocol = plan.Protocol,
            Targets = { device.Name },
            Remeasure = plan.Remeasure,
        };
        var campaign = await LeftOverCampaigns.FindSameAsync(connection, asked, device, cancellationToken);
        if (campaign is not null)
            context.Terminal.Note($"{campaign.Name} measures the same networks already: it is followed to its end.");
        else
            campaign = await StartAsync(connection, asked, cancellationToken);
        return CampaignWatch.HasEnded(campaign)
            ? campaign
            : await CampaignWatch.FollowAsync(context.Terminal, connection, campaign.Name, cancellationToken);
    }

    private async Task<Campaign> StartAsync(CoordinatorConnection connection, Campaign asked, CancellationToken cancellationToken)
    {
        var campaign = await CampaignSubmission.RunAsync(context.Terminal, connection, asked, cancellationToken);
        CampaignText.Skipped(context.Terminal, campaign);
        if (campaign.Progress is { JobsDone: > 0 } progress)
            context.Terminal.Note($"{campaign.Name}: {CampaignText.TakenOver(progress)}");
        return campaign;
    }

    // Of everything in the data directory: a campaign that only reuses has no measurements of its own to publish.
    private async Task<Snapshot> PublishAsync(CoordinatorConnection connection, Campaign campaign, CancellationToken cancellationToken)
    {
        if (campaign.Progress is not { Valid: > 0 } and not { Suspect: > 0 })
        {
            throw new CliException(
                $"Nothing could be measured, so there is nothing to publish: `{context.CommandLine("measurements", "list", "--campaign", campaign.Name, "--verdict", "failed")}` says why.");
        }

        return (await CreateSnapshotCommand.PublishAsync(context.Terminal, connection, new CreateSnapshotRequest(), cancellationToken)).Snapshot;
    }
}
