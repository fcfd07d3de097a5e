using LatBench.Publishing.Tables;
using LatBench.Storage.Measurements;

namespace LatBench.Publishing.Content;

/// <summary>The profiles of one target, written while its measurements are read; there is no file where there is no profile.</summary>
internal sealed class ProfileFile(string path) : IAsyncDisposable
{
    private TableWriter<ProfileRow>? _writer;

    public async Task AddAsync(PublishedMeasurement published, CancellationToken cancellationToken)
    {
        if (published.Profile is not { } profile)
            return;
        _writer ??= await TableWriter<ProfileRow>.CreateAsync(ProfileTable.Instance, path, cancellationToken);
        foreach (var (index, one) in profile.Operators.Index())
            await _writer.AddAsync(new ProfileRow(published.Measurement, profile, index + 1, one), cancellationToken);
    }

    public async Task CompleteAsync(SnapshotContent content, CancellationToken cancellationToken)
    {
        if (_writer is null)
            return;
        await _writer.CompleteAsync(cancellationToken);
        content.Add(ProfileTable.Instance, _writer.Rows);
    }

    public async ValueTask DisposeAsync()
    {
        if (_writer is not null)
            await _writer.DisposeAsync();
    }
}
