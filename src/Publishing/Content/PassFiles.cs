using LatBench.Measurements;
using LatBench.Publishing.Tables;
using LatBench.Storage.Measurements;

namespace LatBench.Publishing.Content;

/// <summary>The samples and conditions of one target, written while its measurements are read.</summary>
internal sealed class PassFiles(TableWriter<SampleRow> samples, TableWriter<PassRow> conditions) : IAsyncDisposable
{
    public static async Task<PassFiles> CreateAsync(string directory, string target, CancellationToken cancellationToken)
    {
        var samples = await TableWriter<SampleRow>.CreateAsync(
            PassTables.Samples, Path.Combine(directory, PassTables.Samples.PathOf(target)), cancellationToken);
        try
        {
            return new(samples, await TableWriter<PassRow>.CreateAsync(
                PassTables.Conditions, Path.Combine(directory, PassTables.Conditions.PathOf(target)), cancellationToken));
        }
        catch
        {
            await samples.DisposeAsync();
            throw;
        }
    }

    public async Task AddAsync(PublishedMeasurement published, CancellationToken cancellationToken)
    {
        var quiet = LatencyEstimator.UncontendedPasses([.. published.Passes.Where(pass => pass.Counted).Select(pass => pass.Result)]).ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var pass in InOrder(published.Passes))
        {
            var row = new PassRow(published.Measurement, pass, quiet.Contains(pass.Result));
            await conditions.AddAsync(row, cancellationToken);
            foreach (var sample in row.Samples())
                await samples.AddAsync(sample, cancellationToken);
        }
    }

    public async Task CompleteAsync(SnapshotContent content, CancellationToken cancellationToken)
    {
        await samples.CompleteAsync(cancellationToken);
        await conditions.CompleteAsync(cancellationToken);
        content.Add(PassTables.Samples, samples.Rows);
        content.Add(PassTables.Conditions, conditions.Rows);
    }

    public async ValueTask DisposeAsync()
    {
        await samples.DisposeAsync();
        await conditions.DisposeAsync();
    }

    private static IEnumerable<StoredPass> InOrder(IReadOnlyList<StoredPass> passes) =>
        passes.OrderBy(pass => pass.Number).ThenByDescending(pass => pass.Counted).ThenBy(pass => pass.Result.StartTime).ThenBy(pass => pass.Result.EndTime);
}
