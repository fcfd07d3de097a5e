using System.Runtime.CompilerServices;
using LatBench.Storage.Devices;
using LatBench.Storage.Measurements;
using LatBench.Storage.Models;

namespace LatBench.Publishing.Tests.Fakes;

/// <summary>The rows that a store would give, in the order that the contract promises.</summary>
internal sealed class InMemorySource : IPublicationSource
{
    public List<PublishedMeasurement> Measurements { get; } = [];

    public List<PublishedArchitecture> Architectures { get; } = [];

    public List<(Target Target, Device Device)> Targets { get; } = [];

    /// <summary>Called before every measurement that is read, with how many were read before.</summary>
    public Action<int> OnRead { get; set; } = _ => { };

    public Task<IReadOnlyList<(Target Target, Device Device)>> ListTargetsAsync(PublicationSelection selection, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<(Target, Device)>>(
            [.. Targets.Where(entry => Measurements.Any(m => IsSelected(m, selection) && m.Measurement.Target == entry.Target.Slug)).OrderBy(entry => entry.Target.Slug, StringComparer.Ordinal)]);

    public async IAsyncEnumerable<PublishedMeasurement> ReadMeasurementsAsync(
        PublicationSelection selection, string target, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var read = 0;
        foreach (var published in Measurements.Where(m => IsSelected(m, selection) && m.Measurement.Target == target).OrderBy(m => m.Measurement.Model.Sha256, StringComparer.Ordinal))
        {
            await Task.Yield();
            OnRead(read++);
            cancellationToken.ThrowIfCancellationRequested();
            yield return published;
        }
    }

    public async IAsyncEnumerable<PublishedArchitecture> ReadArchitecturesAsync(
        PublicationSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var architecture in Architectures.Distinct().OrderBy(a => a.Architecture, StringComparer.Ordinal).ThenBy(a => a.ModelSha256, StringComparer.Ordinal))
        {
            await Task.Yield();
            yield return architecture;
        }
    }

    public List<UploadedModel> UploadedModels { get; } = [];

    public Task<IReadOnlyList<UploadedModel>> ListUploadedModelsAsync(IReadOnlyCollection<string> sha256s, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<UploadedModel>>([.. UploadedModels.Where(model => sha256s.Contains(model.Sha256))]);

    private static bool IsSelected(PublishedMeasurement published, PublicationSelection selection) =>
        published.Measurement.Verdict is not null
        && (selection.CampaignIds.Count == 0 || selection.CampaignIds.Contains(published.Measurement.CampaignId))
        && (selection.Targets.Count == 0 || selection.Targets.Contains(published.Measurement.Target));
}
