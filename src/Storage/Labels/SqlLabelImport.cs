using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LatBench.Models;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Labels;

/// <summary>Takes in a table from elsewhere.</summary>
internal sealed class SqlLabelImport(SqlDatabase database)
{
    /// <summary>The only space of tables that were imported before the column <c>search_space</c> was there.</summary>
    private const string FirstSpace = "nas-bench-201";

    private const string KeyColumns = "slug AS Slug, outcome AS Outcome, content_sha256 AS ContentSha256";

    public async Task<ImportResult> RunAsync(SqlSession session, NewImport import)
    {
        if (await session.FindAsync<string>("SELECT slug FROM targets WHERE slug = @Target", new { import.Target }).ConfigureAwait(false) is not null)
            return new ImportResult(ImportOutcome.MeasuredHere, null);
        if (await InsertAsync(session, import).ConfigureAwait(false))
        {
            await InsertLatenciesAsync(session, import).ConfigureAwait(false);
            return await ResultAsync(session, ImportOutcome.Imported, import.Target).ConfigureAwait(false);
        }

        var repeated = await session.FindAsync<KeyRow>($"SELECT {KeyColumns} FROM imported_targets WHERE request_id = @RequestId", new { import.RequestId }).ConfigureAwait(false);
        return repeated is null
            ? await MeetAsync(session, import).ConfigureAwait(false)
            : await ResultAsync(session, (ImportOutcome)repeated.Outcome, repeated.Slug).ConfigureAwait(false);
    }

    /// <summary>The target has a table.</summary>
    private async Task<ImportResult> MeetAsync(SqlSession session, NewImport import)
    {
        var known = (await session.FindAsync<KeyRow>($"SELECT {KeyColumns} FROM imported_targets WHERE slug = @Target {database.ForUpdate}", new { import.Target }).ConfigureAwait(false))!;
        var target = (await SqlLabelQueries.FindImportedAsync(session, import.Target).ConfigureAwait(false))!;
        if (known.ContentSha256 == Sha256(import) && (import.Source == target.Source || import.Source == new ImportSource("", "", "")))
            return new ImportResult(ImportOutcome.Unchanged, target);
        if (!import.Replace)
            return new ImportResult(ImportOutcome.Differs, target);
        await session.ExecuteAsync("DELETE FROM imported_latencies WHERE target = @Target", new { import.Target }).ConfigureAwait(false);
        await session.ExecuteAsync(
            """
            UPDATE imported_targets SET
                request_id = @RequestId, outcome = @Outcome, search_space = @SearchSpace, dataset = @Dataset, batch = @Batch, model_precision = @Precision, graph_variant = @GraphVariant,
                source = @Source, licence = @Licence, notes = @Notes, content_sha256 = @Sha256, label_count = @Count, imported_at = @ImportedAt
            WHERE slug = @Target
            """,
            Parameters(import, ImportOutcome.Replaced)).ConfigureAwait(false);
        await InsertLatenciesAsync(session, import).ConfigureAwait(false);
        return await ResultAsync(session, ImportOutcome.Replaced, import.Target).ConfigureAwait(false);
    }

    /// <summary>False where the target or the request is known; a concurrent import of the same target waits here for the first.</summary>
    private static async Task<bool> InsertAsync(SqlSession session, NewImport import) =>
        await session.ExecuteAsync(
            """
            INSERT INTO imported_targets (
                slug, request_id, outcome, search_space, dataset, batch, model_precision, graph_variant, source, licence, notes, content_sha256, label_count, imported_at)
            VALUES (
                @Target, @RequestId, @Outcome, @SearchSpace, @Dataset, @Batch, @Precision, @GraphVariant, @Source, @Licence, @Notes, @Sha256, @Count, @ImportedAt)
            ON CONFLICT DO NOTHING
            """,
            Parameters(import, ImportOutcome.Imported)).ConfigureAwait(false) == 1;

    private Task InsertLatenciesAsync(SqlSession session, NewImport import) =>
        database.InsertManyAsync(
            session,
            "imported_latencies",
            [
                BulkColumn<Label>.Text("target", _ => import.Target),
                BulkColumn<Label>.Text("architecture", label => label.Architecture),
                BulkColumn<Label>.Fraction("latency_ns", label => label.Latency.Nanoseconds),
            ],
            import.Labels);

    private static async Task<ImportResult> ResultAsync(SqlSession session, ImportOutcome outcome, string slug) =>
        new(outcome, await SqlLabelQueries.FindImportedAsync(session, slug).ConfigureAwait(false));

    private static object Parameters(NewImport import, ImportOutcome outcome) => new
    {
        import.Target,
        import.RequestId,
        Outcome = (int)outcome,
        import.SearchSpace,
        Dataset = import.Configuration.Input,
        import.Configuration.Batch,
        Precision = import.Configuration.Precision.Name(),
        GraphVariant = import.Configuration.GraphVariant.Name(),
        Source = import.Source.Name,
        import.Source.Licence,
        import.Source.Notes,
        Sha256 = Sha256(import),
        import.Labels.Count,
        ImportedAt = StoredTime.From(import.Now),
    };

    /// <summary>Computes the hash of the space, the configuration and the latencies, whatever their order. Databases hold it: its text never changes.</summary>
    private static string Sha256(NewImport import)
    {
        var configuration = import.Configuration;
        var text = new StringBuilder().Append(
            CultureInfo.InvariantCulture,
            $"ModelForm {{ Dataset = {configuration.Input}, Batch = {configuration.Batch}, Precision = {configuration.Precision.Name()}, GraphVariant = {configuration.GraphVariant.Name()} }}\n");
        if (import.SearchSpace != FirstSpace)
            text.Append(CultureInfo.InvariantCulture, $"SearchSpace = {import.SearchSpace}\n");
        foreach (var label in import.Labels.OrderBy(label => label.Architecture, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{label.Architecture},{label.Latency.Nanoseconds:R}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private sealed class KeyRow
    {
        public required string Slug { get; init; }

        public int Outcome { get; init; }

        public required string ContentSha256 { get; init; }
    }
}
