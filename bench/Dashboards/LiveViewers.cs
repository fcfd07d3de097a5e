using LatBench.Contracts.Transport;

namespace LatBench.Bench.Dashboards;

/// <summary>Viewers with open live pages: each holds the stream of server-sent events of a page and reads what arrives.</summary>
internal sealed class LiveViewers : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _streams = [];
    private readonly HttpClient _client = HttpConnections.CreateClient();
    private long _bytes;

    /// <summary>Opens streams.</summary>
    /// <param name="site">The address of the pages.</param>
    /// <param name="token">The token of the viewers.</param>
    /// <param name="count">The number of viewers.</param>
    /// <param name="topics">The live regions that every viewer shows.</param>
    public LiveViewers(Uri site, string token, int count, IReadOnlyList<string> topics)
    {
        _client.Timeout = Timeout.InfiniteTimeSpan;
        _client.DefaultRequestHeaders.Add("Cookie", "latbench_session=" + token);
        var address = new Uri(site, "/live?" + string.Join('&', topics.Select(topic => "topic=" + Uri.EscapeDataString(topic))));
        for (var i = 0; i < count; i++)
            _streams.Add(ReadAsync(address));
    }

    /// <summary>Gets the number of bytes that have arrived.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_streams);
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task ReadAsync(Uri address)
    {
        var buffer = new byte[64 << 10];
        try
        {
            await using var stream = await _client.GetStreamAsync(address, _stop.Token);
            while (await stream.ReadAsync(buffer, _stop.Token) is > 0 and var read)
                Interlocked.Add(ref _bytes, read);
        }
        catch (OperationCanceledException)
        {
            // The viewer leaves.
        }
    }
}
