using LatBench.Models;

namespace LatBench.Storage.Labels;

/// <summary>Latencies by architecture, whether measured here or imported: one way to ask for both, and none to mistake one for the other.</summary>
public interface ILabelStore
{
    /// <summary>
    /// Targets with at least one latency, a row for each search space and model configuration, ordered by slug, space, dataset, batch, precision and graph variant.
    /// Of what was measured here the valid measurements count.
    /// </summary>
    /// <param name="target">Only this target; null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IReadOnlyList<LabelledTarget>> ListTargetsAsync(string? target, CancellationToken cancellationToken);

    /// <summary>
    /// The latencies of a target of one search space in one model configuration, ordered by architecture (ordinal); empty where there is none. Of what was measured here it
    /// is the newest valid measurement of every model.
    /// </summary>
    Task<IReadOnlyList<Label>> ReadAsync(string target, string searchSpace, ModelConfiguration configuration, CancellationToken cancellationToken);

    /// <summary>Profiles of valid measurements of a target of one search space in one model configuration, the newest of every model, ordered by architecture (ordinal); empty where none was made.</summary>
    Task<IReadOnlyList<ProfiledLabel>> ReadProfilesAsync(string target, string searchSpace, ModelConfiguration configuration, CancellationToken cancellationToken);

    /// <summary>Gets a text that changes with any figure of the points of a target.</summary>
    Task<string> GetPointsVersionAsync(string target, string searchSpace, ModelConfiguration configuration, CancellationToken cancellationToken);

    /// <summary>The points of a target: of what was measured here every measurement with an estimate, by id; of an imported table every row, by architecture.</summary>
    Task<IReadOnlyList<LatencyPoint>> ReadPointsAsync(string target, string searchSpace, ModelConfiguration configuration, CancellationToken cancellationToken);

    /// <summary>The latency of an architecture on every target that has one, by slug: the newest valid measurement of its model, or the row of an imported table.</summary>
    /// <param name="searchSpace">The name of the space.</param>
    /// <param name="architecture">The text as the space prints it.</param>
    /// <param name="canonical">The text of its canonical form.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IReadOnlyList<TargetLatency>> FindLatenciesAsync(string searchSpace, string architecture, string canonical, CancellationToken cancellationToken);

    /// <summary>
    /// Takes in a table from elsewhere, all or nothing. The same table once more changes nothing, also where its source is not said again; another one
    /// for the same target is refused unless it is to replace the first.
    /// </summary>
    Task<ImportResult> ImportAsync(NewImport import, CancellationToken cancellationToken);
}
