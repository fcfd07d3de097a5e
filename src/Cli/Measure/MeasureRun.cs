using Grpc.Core;
using LatBench.Cli.Campaigns;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Models;
using LatBench.Cli.Quickstart;
using LatBench.Contracts.V1;
using LatBench.Settings;

namespace LatBench.Cli.Measure;

/// <summary>Uploads the files, measures them in a campaign, and gathers what came of each; with a coordinator and an agent of its own where none is named.</summary>
internal sealed class MeasureRun(CommandContext context, MeasurePlan plan)
{
    private static readonly TimeSpan AbandonTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Measures, and gives the outcome.</summary>
    public Task<MeasureResult> RunAsync() => RunAsync((_, result, _) => Task.FromResult(result));

    /// <summary>Measures, and has something done with the outcome while the coordinator still runs.</summary>
    public async Task<T> RunAsync<T>(Func<CoordinatorConnection, MeasureResult, CancellationToken, Task<T>> finish)
    {
        if (context.ServerOption is not null || context.Environment.Variable(ServerAddress.Variable) is { Length: > 0 })
        {
            if (plan.AgentArguments is [var option, ..])
                throw new CliException($"{option} is for the agent that this command starts, and the coordinator that --server names has its own: give the library to the agent of the device (latbench agent run {option} LIBRARY).", ExitCode.WrongUsage);
            using var connection = context.Connect();
            var named = new MeasuredDevices(context, connection, plan);
            return await finish(connection, await MeasureAsync(connection, named, await UploadAsync(connection, named), outlives: true, context.CancellationToken), context.CancellationToken);
        }

        await using var children = new LocalChildren(context);
        var coordinator = await LocalCoordinator.OpenAsync(context, children, new SettingFlags([]));
        using var local = context.Connect(coordinator.Grpc);
        // Files are checked while the agent starts.
        var opening = children.GuardAsync(_ => LocalAgent.OpenAsync(context, children, local, coordinator.WasRunning, plan.AgentArguments));
        var devices = new MeasuredDevices(context, local, plan, opening);
        var uploading = UploadAsync(local, devices);
        await opening;
        if (!coordinator.WasRunning)
            await LeftOverCampaigns.CancelAsync(context, local);
        return await children.GuardAsync(async token => await finish(local, await MeasureAsync(local, devices, await uploading, coordinator.WasRunning, token), token));
    }

    /// <param name="connection">The coordinator.</param>
    /// <param name="devices">The devices to measure on.</param>
    /// <param name="files">The uploaded files.</param>
    /// <param name="outlives">True where the coordinator goes on after this command, and would go on with its campaign.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task<MeasureResult> MeasureAsync(CoordinatorConnection connection, MeasuredDevices devices, IReadOnlyList<MeasureRow> files, bool outlives, CancellationToken cancellationToken)
    {
        if (files.All(file => file.Model is null))
            return new MeasureResult(null, files);
        var asked = await devices.NameAsync();
        asked.MergeFrom(new Campaign
        {
            DisplayName = LeftOverCampaigns.MeasureName,
            Selection = new Selection { SearchSpace = MeasuredNames.UploadedSpace, Architectures = new ArchitectureList { Architectures = { files.Select(file => file.Model?.Name).OfType<string>().Distinct() } } },
            ModelConfigs = { plan.Configurations },
            Protocol = plan.Protocol,
            Profile = plan.Profile,
            Remeasure = plan.Remeasure,
        });
        if (plan.NameMore is { } more)
        {
            var models = asked.Selection.Architectures.Architectures;
            models.AddRange((await more(connection, asked, devices)).Except([.. models]));
        }

        var campaign = await CampaignSubmission.RunAsync(context.Terminal, connection, asked, cancellationToken);
        try
        {
            return await GatherAsync(connection, campaign, files, cancellationToken);
        }
        catch (Exception) when (outlives && context.CancellationToken.IsCancellationRequested)
        {
            await AbandonAsync(connection, campaign);
            throw;
        }
    }

    private async Task<MeasureResult> GatherAsync(CoordinatorConnection connection, Campaign campaign, IReadOnlyList<MeasureRow> files, CancellationToken cancellationToken)
    {
        var gathering = new MeasureGathering(connection, files);
        if (!CampaignWatch.HasEnded(campaign))
        {
            await using var first = new FirstTable(context, gathering, campaign);
            campaign = await CampaignWatch.FollowAsync(context.Terminal, connection, campaign.Name, cancellationToken);
        }

        campaign = (await connection.Campaigns.GetCampaignAsync(new GetCampaignRequest { Name = campaign.Name }, cancellationToken: cancellationToken)).Campaign;
        return new MeasureResult(campaign, await gathering.ReadAsync(campaign, plan.Profile, cancellationToken));
    }

    /// <summary>Cancels the campaign of a command that was interrupted: no command waits for it, and it would keep the devices busy.</summary>
    private async Task AbandonAsync(CoordinatorConnection connection, Campaign campaign)
    {
        try
        {
            await connection.Campaigns.CancelCampaignAsync(new CancelCampaignRequest { Name = campaign.Name }, deadline: connection.Within(AbandonTimeout), cancellationToken: CancellationToken.None);
            context.Terminal.Note($"{campaign.Name} is cancelled; what it measured is kept.");
        }
        catch (RpcException error)
        {
            context.Terminal.Note($"{campaign.Name} goes on at the coordinator, as it could not be cancelled ({error.Status.Detail.TrimEnd('.')}): cancel it with `{context.CommandLine("campaigns", "cancel", campaign.Name)}`.");
        }
    }

    private async Task<IReadOnlyList<MeasureRow>> UploadAsync(CoordinatorConnection connection, MeasuredDevices devices)
    {
        var upload = new ModelUpload(context, connection, takesCustomOperators: true, devices.RequireOperatorsAsync);
        var files = new List<MeasureRow>();
        foreach (var path in plan.Paths)
        {
            try
            {
                files.Add(new MeasureRow { Path = path, Model = (await upload.RunAsync(path)).Model });
            }
            catch (Exception exception) when (UploadRefusal.Of(exception) is { } reason)
            {
                files.Add(new MeasureRow { Path = path, Reason = reason });
            }
        }

        return files;
    }
}
