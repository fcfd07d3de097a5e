using LatBench.Contracts.V1;
using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Resources;
using LatBench.Publishing;
using LatBench.SearchSpaces;
using LatBench.SnapshotFormat;
using LatBench.Storage;
using LatBench.Storage.Artifacts;
using LatBench.Storage.Measurements;
using Domain = LatBench.Measurements;

namespace LatBench.Coordinator.Snapshots;

/// <summary>Checks a wished snapshot and turns it into what publishing understands.</summary>
internal sealed class SnapshotSelection(IStore store, SearchSpaceRegistry spaces, IPredictionSource predictions, IArtifactStore artifacts)
{
    private const int MaxText = 200;

    /// <exception cref="RefusalException">INVALID_ARGUMENT, with every fault.</exception>
    public async Task<SnapshotRequest> ReadAsync(CreateSnapshotRequest request, CancellationToken cancellationToken)
    {
        var faults = new List<(string, string)>();
        var campaigns = new List<long>();
        for (var i = 0; i < request.Campaigns.Count; i++)
            campaigns.Add(await CampaignAsync(request.Campaigns[i], $"campaigns[{i}]", faults, cancellationToken));
        for (var i = 0; i < request.Targets.Count; i++)
            await CheckTargetAsync(request, i, faults, cancellationToken);
        for (var i = 0; i < request.Verdicts.Count; i++)
        {
            if (request.Verdicts[i] is not (Verdict.Valid or Verdict.Suspect or Verdict.Failed))
                faults.Add(($"verdicts[{i}]", request.Verdicts[i] == Verdict.Cancelled
                    ? "Cancelled measurements are not published: a verdict is valid, suspect or failed."
                    : "A verdict is valid, suspect or failed."));
        }

        var (from, until) = (request.MeasuredFrom.ToTimeOrNull(), request.MeasuredUntil.ToTimeOrNull());
        if (request.MeasuredFrom is not null && from is null)
            faults.Add(("measured_from", "The beginning of the time is no valid time."));
        if (request.MeasuredUntil is not null && until is null)
            faults.Add(("measured_until", "The end of the time is no valid time."));
        if (from >= until)
            faults.Add(("measured_until", "The end of the time is not after its beginning."));
        var repeat = request.RepeatCampaign.Length > 0 ? await CampaignAsync(request.RepeatCampaign, "repeat_campaign", faults, cancellationToken) : (long?)null;
        var version = Version(request.Version, faults);
        var publication = Publication(request, faults);
        if (faults.Count > 0)
            throw Refusals.InvalidArgument(faults);

        return new SnapshotRequest
        {
            Version = version,
            RepeatCampaignId = repeat,
            IncludesMessages = request.IncludeMessages,
            Predictions = request.IncludePredictions ? predictions : null,
            ModelFiles = request.IncludeModelFiles ? artifacts : null,
            Publication = publication,
            Selection = new PublicationSelection([.. campaigns.Distinct()], [.. request.Targets.Distinct()])
            {
                Verdicts = [.. request.Verdicts.Distinct().Select(verdict => (Domain.Verdict)verdict)],
                MeasuredFrom = from,
                MeasuredUntil = until,
                IncludesPrivate = request.IncludePrivate,
            },
        };
    }

    private async Task<long> CampaignAsync(string name, string field, List<(string, string)> faults, CancellationToken cancellationToken)
    {
        var id = ResourceName.ParseNumber("campaigns", name, field);
        if (await store.Campaigns.FindAsync(id, cancellationToken) is null)
            faults.Add((field, $"There is no campaign {id}: see 'latbench campaigns list'."));
        return id;
    }

    private async Task CheckTargetAsync(CreateSnapshotRequest request, int index, List<(string, string)> faults, CancellationToken cancellationToken)
    {
        var slug = request.Targets[index];
        var target = await store.Devices.FindTargetAsync(slug, cancellationToken);
        if (target is null)
            faults.Add(($"targets[{index}]", $"There is no target '{slug}': see 'latbench devices list'.{await NearestHint.OfTargetAsync(store.Devices, slug, cancellationToken)}"));
        else if (!request.IncludePrivate && await store.Devices.FindAsync(target.DeviceId, cancellationToken) is { IsPrivate: true })
            faults.Add(($"targets[{index}]", $"The device of '{slug}' is private: ask for private devices as well, or make it public with 'latbench devices publication'."));
    }

    private static SnapshotVersion? Version(string text, List<(string, string)> faults)
    {
        if (text.Length == 0)
            return null;
        if (SnapshotVersion.TryParse(text, out var version))
            return version;
        faults.Add(("version", $"'{text}' is not a version: write it like 1.2.0."));
        return null;
    }

    private Publication Publication(CreateSnapshotRequest request, List<(string, string)> faults)
    {
        var license = DataLicense.Find(request.License);
        if (license is null)
            faults.Add(("license", $"'{request.License}' is none of the licences that are known here: {string.Join(", ", DataLicense.Known.Select(known => known.Spdx))}."));
        if (request.Publisher.Length > MaxText || request.Publisher.Any(char.IsControl))
            faults.Add(("publisher", $"A publisher is one line of at most {MaxText} characters."));
        if (request.Url.Length > 0 && !(Uri.TryCreate(request.Url, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" && request.Url.Length <= MaxText))
            faults.Add(("url", $"The address is one of http or https of at most {MaxText} characters."));
        var size = spaces.Default.Size;
        if (request.OfficialIndexes.Count != 0 && request.OfficialIndexes.Count != size)
            faults.Add(("official_indexes", $"There are {size} architectures and so as many indexes, not {request.OfficialIndexes.Count}."));
        CardTableReader.Check(request.Tables, faults);
        return new Publication
        {
            License = license ?? DataLicense.Unstated,
            Publisher = request.Publisher.Length > 0 ? request.Publisher : null,
            Url = request.Url.Length > 0 ? request.Url : null,
            OfficialIndexes = request.OfficialIndexes.Count > 0 ? [.. request.OfficialIndexes] : null,
            Tables = [.. request.Tables.Select(CardTableReader.ToDomain)],
        };
    }
}
