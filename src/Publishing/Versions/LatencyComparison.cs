using LatBench.Publishing.Tables;

namespace LatBench.Publishing.Versions;

/// <summary>Compares the latency file of one target in two snapshots by merging them: both are sorted by the same key.</summary>
internal static class LatencyComparison
{
    public static async Task<SnapshotChange> CompareAsync(string before, string after, CancellationToken cancellationToken)
    {
        var columns = MeasurementTables.Latency.Columns;
        await using var known = await LatencyCursor.OpenAsync(before, [], cancellationToken);
        if (known.Fields.Any(field => !columns.Any(column => column.Name == field.Name && Same(column, field))))
            return SnapshotChange.Changed;

        Column<MeasurementRow>[] shared = [.. columns.Where(column => known.Fields.Any(field => field.Name == column.Name))];
        await using var left = await LatencyCursor.OpenAsync(before, shared, cancellationToken);
        await using var right = await LatencyCursor.OpenAsync(after, shared, cancellationToken);
        var rows = await MergeAsync(left, right, shared, cancellationToken);
        return rows == SnapshotChange.Packaging && shared.Length < columns.Count ? SnapshotChange.Added : rows;
    }

    private static bool Same(Column<MeasurementRow> column, Parquet.Schema.DataField field)
    {
        var now = column.CreateField();
        return now.ClrType == field.ClrType && now.IsNullable == field.IsNullable;
    }

    private static async Task<SnapshotChange> MergeAsync(
        LatencyCursor left, LatencyCursor right, Column<MeasurementRow>[] columns, CancellationToken cancellationToken)
    {
        var names = Array.ConvertAll(columns, column => column.Name);
        int[] key = [.. MeasurementTables.Key.Select(name => Array.IndexOf(names, name))];
        int[] all = [.. Enumerable.Range(0, columns.Length)];
        var change = SnapshotChange.Packaging;

        var hasRight = await right.MoveNextAsync(cancellationToken);
        while (await left.MoveNextAsync(cancellationToken))
        {
            // Rows on the right alone are new; the row on the left must come next, unchanged.
            while (hasRight && right.Compare(left, key) < 0)
            {
                change = SnapshotChange.Added;
                hasRight = await right.MoveNextAsync(cancellationToken);
            }

            if (!hasRight || right.Compare(left, all) != 0)
                return SnapshotChange.Changed;
            hasRight = await right.MoveNextAsync(cancellationToken);
        }

        return hasRight ? SnapshotChange.Added : change;
    }
}
