namespace LatBench.Storage;

/// <summary>
/// Runs together the requests that come at the same time: what comes while earlier work runs is gathered, and is the next batch. No caller waits
/// for a batch to fill up. Where a batch fails for a reason that one of its items may have brought, each is tried alone.
/// </summary>
/// <param name="lanes">Batches that may run at once.</param>
/// <param name="maxItems">The largest number of items of one batch.</param>
/// <param name="run">Runs a batch; one result an item, in their order.</param>
public sealed class Batches<TItem, TResult>(int lanes, int maxItems, Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> run)
{
    private readonly Lock _gate = new();
    private readonly Queue<Waiting> _queue = new();
    private int _running;

    /// <summary>Returns the result of one item. A caller that gives up leaves the queue; what has begun is finished without it.</summary>
    public Task<TResult> RunAsync(TItem item, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(item, cancellationToken);
        var begin = false;
        lock (_gate)
        {
            _queue.Enqueue(waiting);
            if (_running < lanes)
            {
                _running++;
                begin = true;
            }
        }

        if (begin)
            _ = Task.Run(DrainAsync, CancellationToken.None);
        return waiting.Result.Task.WaitAsync(cancellationToken);
    }

    private async Task DrainAsync()
    {
        while (Take() is { Count: > 0 } batch)
            await RunAsync(batch).ConfigureAwait(false);
    }

    /// <summary>Empty, and the lane given back, where nothing waits.</summary>
    private List<Waiting> Take()
    {
        var batch = new List<Waiting>();
        lock (_gate)
        {
            while (batch.Count < maxItems && _queue.TryDequeue(out var next))
            {
                if (!next.CancellationToken.IsCancellationRequested)
                    batch.Add(next);
            }

            if (batch.Count == 0)
                _running--;
        }

        return batch;
    }

    private async Task RunAsync(IReadOnlyList<Waiting> batch)
    {
        try
        {
            var results = await run([.. batch.Select(waiting => waiting.Item)]).ConfigureAwait(false);
            foreach (var (waiting, result) in batch.Zip(results))
                waiting.Result.TrySetResult(result);
        }
        catch (Exception exception) when (batch.Count > 1 && exception is not StorageException { IsTransient: true })
        {
            foreach (var waiting in batch)
                await RunAsync([waiting]).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            foreach (var waiting in batch)
                waiting.Result.TrySetException(exception);
        }
    }

    private sealed record Waiting(TItem Item, CancellationToken CancellationToken)
    {
        public TaskCompletionSource<TResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
