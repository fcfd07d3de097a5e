using System.ComponentModel;
using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Security;
using ModelContextProtocol.Server;

namespace LatBench.Coordinator.Mcp.Tools;

/// <summary>The tools for campaigns.</summary>
[McpServerToolType]
internal sealed class CampaignTools(McpApi api, ComparedModels known, TimeProvider time)
{
    /// <summary>The method whose row of the access table says who may submit.</summary>
    public static readonly string SubmitMethod = AccessTable.Method<CampaignService.CampaignServiceBase>(nameof(CampaignService.CampaignServiceBase.CreateCampaign));

    private const int MaxSkipped = 20;

    private static readonly TimeSpan PlanningTime = TimeSpan.FromMinutes(5);

    /// <summary>Lists campaigns, newest first.</summary>
    [McpServerTool(Name = "list_campaigns", Title = "List campaigns", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Lists measurement campaigns, newest first, with their state, targets and progress. A campaign measures models on targets; it may run for minutes to days.")]
    public async Task<CampaignPage> ListAsync(
        [Description("Rows of a page, 1 to 100; 20 by default.")] int? limit = null,
        [Description("next_page of the answer before; leave it away for the first page.")] string? page = null,
        CancellationToken cancellationToken = default)
    {
        var response = await api.Campaigns.ListCampaignsAsync(new ListCampaignsRequest { PageSize = Limits.Rows(limit), PageToken = page ?? "" }, cancellationToken: cancellationToken);
        return new CampaignPage([.. response.Campaigns.Select(Describe)], response.NextPageToken.Length > 0 ? response.NextPageToken : null);
    }

    /// <summary>Gets one campaign.</summary>
    [McpServerTool(Name = "get_campaign", Title = "Show a campaign", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Shows one campaign: its progress, what was left out and why, and what it waits for. Call it after submit_campaign to see whether it has ended; then measurements gives its figures.")]
    public async Task<CampaignRow> GetAsync([Description("The campaign, such as campaigns/7.")] string campaign, CancellationToken cancellationToken = default) =>
        Describe((await api.Campaigns.GetCampaignAsync(new GetCampaignRequest { Name = campaign }, cancellationToken: cancellationToken)).Campaign);

    /// <summary>Starts a campaign.</summary>
    /// <remarks>The name of an argument is that of its parameter, and arguments are snake_case as answers are.</remarks>
    [McpServerTool(Name = "submit_campaign", Title = "Start a campaign", ReadOnly = false, Destructive = false, Idempotent = false, OpenWorld = false, UseStructuredContent = true)]
    [Description("Starts a campaign that measures models on targets, and returns at once. It uses the devices for minutes to hours: ask the user first, and call it with check_only before. "
        + "What is already measured and valid on the same target is taken over. Give models (uploaded models, or architectures of the search space) or sample, not both.")]
    public async Task<CampaignRow> SubmitAsync(
        [Description("Slugs of targets, or names of devices; 1 to 20.")] string[] targets,
        [Description("Uploaded models by name or SHA-256, or architectures of the search space, all of one kind; 1 to 1000.")] string[]? models = null,
        [Description("A seeded random sample of so many architectures of the search space, 1 to 1000.")] int? sample = null,
        [Description("The search space of architectures and sample; nas-bench-201 by default, 'onnx' for uploaded models.")] string? space = null,
        [Description("fp32, fp16 or int8; fp32 by default.")] string? precision = null,
        [Description("A title for people, at most 200 characters.")] string? title = null,
        [Description("True to measure again what is already measured.")] bool remeasure = false,
        [Description("True to check and count only: nothing is started.")] bool check_only = false,
        CancellationToken cancellationToken = default)
    {
        Limits.Check(nameof(targets), targets, Limits.MaxTargets);
        var campaign = new Campaign
        {
            DisplayName = title ?? "",
            Targets = { targets },
            Selection = await SelectAsync(models, sample, space, cancellationToken),
            ModelConfig = new ModelConfig { Precision = Words.ReadPrecision(precision) },
            Remeasure = remeasure,
        };
        var request = new CreateCampaignRequest { Campaign = campaign, ValidateOnly = check_only };
        var response = await api.Campaigns.CreateCampaignAsync(request, deadline: (time.GetUtcNow() + PlanningTime).UtcDateTime, cancellationToken: cancellationToken);
        return Describe(response.Campaign);
    }

    private async Task<Selection> SelectAsync(string[]? texts, int? sample, string? space, CancellationToken cancellationToken)
    {
        if (texts is null == sample is null)
            throw new ToolException("Say what to measure: give models or sample, and not both.");
        if (sample is { } count)
            return count is >= 1 and <= Limits.MaxCampaignModels
                ? new Selection { SearchSpace = space ?? "", Sample = new RandomSample { Count = count, Seed = 1 } }
                : throw new ToolException($"sample is {count}: give 1 to {Limits.MaxCampaignModels}.");
        Limits.Check("models", texts!, Limits.MaxCampaignModels);
        // The first one says of which kind they are; the coordinator refuses the others where they are of another.
        var first = await known.FindAsync(texts![0], space, cancellationToken);
        return new Selection { SearchSpace = first.Space, Architectures = new ArchitectureList { Architectures = { texts } } };
    }

    private static CampaignRow Describe(Campaign campaign)
    {
        var progress = campaign.Progress ?? new CampaignProgress();
        return new CampaignRow(
            campaign.Name.Length > 0 ? campaign.Name : null,
            campaign.DisplayName,
            campaign.Name.Length > 0 ? Words.Of(campaign.State) : "checked, not started",
            [.. campaign.Targets],
            campaign.Selection?.SearchSpace ?? "",
            progress.Measurements,
            progress.Pending,
            progress.Valid,
            progress.Suspect,
            progress.Failed,
            progress.Reused,
            TimeOf(campaign.CreateTime),
            TimeOf(campaign.EndTime),
            [.. campaign.Skipped.Take(MaxSkipped).Select(skipped => $"{skipped.Architecture}: {skipped.Reason}")],
            [.. campaign.Waiting.Select(waiting => $"{waiting.Explanation} {waiting.Remedy}".Trim())]);
    }

    private static DateTimeOffset? TimeOf(Timestamp? time) => time?.ToDateTimeOffset();
}

/// <summary>A page of campaigns.</summary>
/// <param name="Campaigns">The campaigns.</param>
/// <param name="NextPage">What gets the next page; null on the last.</param>
internal sealed record CampaignPage(IReadOnlyList<CampaignRow> Campaigns, string? NextPage);

/// <summary>A campaign.</summary>
/// <param name="Campaign">Its name; null where it was only checked.</param>
/// <param name="Title">Its title.</param>
/// <param name="State"><c>running</c>, <c>succeeded</c> or <c>cancelled</c>.</param>
/// <param name="Targets">Its targets.</param>
/// <param name="SearchSpace">Its search space.</param>
/// <param name="Measurements">Models × targets.</param>
/// <param name="Pending">Measurements without a verdict so far.</param>
/// <param name="Valid">Measurements with verdict valid.</param>
/// <param name="Suspect">Measurements with verdict suspect.</param>
/// <param name="Failed">Measurements with verdict failed.</param>
/// <param name="Reused">Valid ones taken over from earlier campaigns.</param>
/// <param name="Created">When it was created.</param>
/// <param name="Ended">When it ended.</param>
/// <param name="Skipped">The first models that were left out, with the reasons.</param>
/// <param name="Waiting">The reasons why jobs are not done at the moment.</param>
internal sealed record CampaignRow(
    string? Campaign, string Title, string State, IReadOnlyList<string> Targets, string SearchSpace, int Measurements, int Pending, int Valid, int Suspect, int Failed, int Reused,
    DateTimeOffset? Created, DateTimeOffset? Ended, IReadOnlyList<string> Skipped, IReadOnlyList<string> Waiting);
