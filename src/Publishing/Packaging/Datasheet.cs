using LatBench.Publishing.Content;
using LatBench.Publishing.Tables;
using LatBench.SearchSpaces;

namespace LatBench.Publishing.Packaging;

/// <summary>
/// The file <c>DATASHEET.md</c>: the questions of "Datasheets for Datasets" (Gebru et al., Communications of the ACM 64(12), 2021), answered for
/// this snapshot.
/// </summary>
internal static class Datasheet
{
    public const string FileName = "DATASHEET.md";

    public static string Write(PackageRequest package)
    {
        var content = package.Content;
        return $"""
            # Datasheet of {package.Title}

            The questions are those of *Datasheets for Datasets* (Gebru et al., 2021).

            ## Motivation

            **For what purpose was it created?** To train and to judge predictors of the latency of neural networks, and to search for networks under a latency
            limit, with numbers whose origin can be looked up: every raw sample, the conditions around it, and what failed.

            **Who created it?** {package.Creator}, with LatBench.

            ## Composition

            **What does a row represent?** {string.Join(' ', content.Tables.Where(content.Has).Select(table => $"`{table.Name}`: {Lower(table.Description)}"))}

            **How many rows are there?** {string.Join(", ", content.Tables.Where(content.Has).Select(table => FormattableString.Invariant($"`{table.Name}` {content.RowsOf(table):N0}")))}.

            **Is it a sample of a larger set?** {string.Join(' ', [.. content.Spaces.Select(published => Extent(published, content)), .. content.Has(ModelTable.Instance) ? (string[])[$"The uploaded models are those that users chose to measure; {(content.ModelFiles > 0 ? "their ONNX files are in the folder `models`" : "their files are not part of it")}."] : []])} What was selected: {package.Selection}.

            **Is information missing?** What a device does not tell is null. Models that could not be measured are in `failures`, with the reason; measurements that
            something speaks against are in `suspect`. Neither is in the default table.

            **Are there errors, noise, redundancies?** Yes: latency varies with the state of the machine. Each figure comes with its 95 % interval, `contention` says how
            much longer an average moment took, `canary` shows the state of the machine over time, and the card sums it up. Architectures with the same canonical form share
            one measurement; their rows are not independent (`model_sha256`).

            **Does it identify people, or is it confidential?** No person is described. Host names, serial numbers and free texts of people are not published unless the owner of a device
            allows it.

            ## Collection

            **How was it acquired?** An agent on the device ran every model in ONNX Runtime, in a process of its own, under protocol `latbench/1`: several passes spread over
            the campaign in random order, each with a new session, a warm-up that ends when it settles, and one short block of inferences, each of them timed. `conditions` has one row a pass.

            **Over which time?** The newest measurement ended at {Newest(package)}; `conditions` has the times of all.

            ## Preprocessing

            **Was the data preprocessed?** `latency_ms` is the 5th percentile of the samples of the counted passes that had the core to themselves, each brought
            to one clock of the core (`clock_correction`), its interval from a bootstrap over passes. The raw samples are published beside it: `samples`.

            ## Uses

            **What should it not be used for?** As a bound on the slowest inference (none of the figures is one); for accuracy (the weights are synthetic); to compare targets whose
            canaries or runtime versions differ without looking at both.

            ## Distribution

            **How is it distributed, under which licence?** As a directory of Parquet, JSON and text files with checksums; {package.Publication.License.Title}, see `LICENSE`.

            ## Maintenance

            **Will it be updated?** A snapshot never changes. A new one has a new version, which says what changed: `CHANGELOG.md`.

            """.ReplaceLineEndings("\n");
    }

    private static string Extent(PublishedSpace published, SnapshotContent content)
    {
        var (space, table) = published;
        if (SpaceIndex.Of(space) is not { } index)
        {
            var size = space.Size is { } count ? $"has {Number(count)} architectures" : "has more architectures than can be listed";
            return $"{space.Title} {size}; `{table.Name}` has the {Number(content.RowsOf(table))} of them that have a row in another table.";
        }

        var networks = index.Measurable.Select(space.Canonicalize).Distinct().Count();
        return $"{space.Title} has {Number(index.All.Count)} architectures; {Number(index.Measurable.Count)} of them have a network to measure, {Number(networks)} different ones. `{table.Name}` has all of them, measured or not.";
    }

    private static string Lower(string description) => char.ToLowerInvariant(description[0]) + description[1..];

    private static string Newest(PackageRequest package) => package.Content.NewestMeasuredAt is { } time
        ? FormattableString.Invariant($"{time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC")
        : "no time: nothing was measured";

    private static string Number(long count) => FormattableString.Invariant($"{count:N0}");
}
