using System.Collections.Concurrent;
using LatBench.Storage.Samples;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Measurements;

/// <summary>The parts that repeat in the conditions of passes. A shape is stored before the first pass that has it, and stays.</summary>
internal sealed class ConditionShapes(SqlDatabase database)
{
    /// <summary>More are forgotten, and written once more when they come.</summary>
    private const int MostKnown = 10_000;

    private static readonly IReadOnlyList<BulkColumn<ConditionShape>> Columns =
    [
        BulkColumn<ConditionShape>.Number("id", shape => shape.Id),
        BulkColumn<ConditionShape>.Text("shape", shape => shape.Shape),
    ];

    private readonly ConcurrentDictionary<long, bool> _known = new();

    /// <summary>Stores those that are new, in a transaction of their own: what is known is certainly there.</summary>
    public async Task EnsureAsync(IEnumerable<ConditionShape> shapes)
    {
        ConditionShape[] fresh = [.. shapes.Where(shape => !_known.ContainsKey(shape.Id)).DistinctBy(shape => shape.Id).OrderBy(shape => shape.Id)];
        if (fresh.Length == 0)
            return;
        await database.WriteAsync(
            async session =>
            {
                await database.InsertManyAsync(session, "condition_shapes", Columns, fresh, "ON CONFLICT (id) DO NOTHING").ConfigureAwait(false);
                return fresh.Length;
            },
            CancellationToken.None).ConfigureAwait(false);
        if (_known.Count > MostKnown)
            _known.Clear();
        foreach (var shape in fresh)
            _known[shape.Id] = true;
    }
}
