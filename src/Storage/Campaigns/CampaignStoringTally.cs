using LatBench.Storage.Sql;

namespace LatBench.Storage.Campaigns;

/// <summary>Inserts rows in groups, and tells after each how many there are.</summary>
/// <param name="database">The dialect.</param>
/// <param name="progress">Told how far it is; null for none.</param>
/// <param name="total">Rows to be inserted, at most.</param>
internal sealed class CampaignStoringTally(SqlDatabase database, IProgress<CampaignStoring>? progress, int total)
{
    private const int GroupSize = 5000;

    private int _stored;

    public async Task InsertAsync<T>(SqlSession session, string table, IReadOnlyList<BulkColumn<T>> columns, IReadOnlyList<T> rows)
    {
        foreach (var group in rows.Chunk(GroupSize))
        {
            await database.InsertManyAsync(session, table, columns, group).ConfigureAwait(false);
            progress?.Report(new CampaignStoring(_stored += group.Length, total));
        }
    }
}
