using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Hosting;

namespace LatBench.Coordinator.Security;

/// <summary>Bounds on what the bearer of one token may ask for: calls at once, and calls a second.</summary>
internal sealed class CallLimits(CoordinatorOptions options) : IDisposable
{
    private readonly ConcurrentDictionary<long, TokenLimit> _tokens = new();

    /// <summary>Takes a place for a call, which is given back when the result is disposed.</summary>
    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED.</exception>
    public IDisposable Enter(long tokenId)
    {
        var limit = Count(tokenId);
        var place = limit.AtOnce.AttemptAcquire();
        if (place.IsAcquired)
            return place;
        place.Dispose();
        throw RpcErrors.ResourceExhausted($"{options.CallsAtOnce} calls with this token are under way: wait for one to end, or raise --max-concurrent-calls.");
    }

    /// <summary>Counts a call among those of a second, without a place among those at once.</summary>
    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED.</exception>
    public void EnterWithoutPlace(long tokenId) => Count(tokenId);

    private TokenLimit Count(long tokenId)
    {
        var limit = _tokens.GetOrAdd(tokenId, _ => new TokenLimit(options));
        // By hand: a timer for every token would run for ever.
        limit.Rate.TryReplenish();
        using var turn = limit.Rate.AttemptAcquire();
        return turn.IsAcquired
            ? limit
            : throw RpcErrors.ResourceExhausted($"More than {options.CallsPerSecond} calls a second come with this token: call less often, or raise --max-calls-per-second.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var limit in _tokens.Values)
            limit.Dispose();
    }

    private sealed class TokenLimit(CoordinatorOptions options) : IDisposable
    {
        public ConcurrencyLimiter AtOnce { get; } = new(new ConcurrencyLimiterOptions { PermitLimit = options.CallsAtOnce });

        /// <summary>A burst of two seconds' worth is let through.</summary>
        public TokenBucketRateLimiter Rate { get; } = new(new TokenBucketRateLimiterOptions
        {
            TokenLimit = 2 * options.CallsPerSecond,
            TokensPerPeriod = Math.Max(1, options.CallsPerSecond / 10),
            ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
            AutoReplenishment = false,
        });

        public void Dispose()
        {
            AtOnce.Dispose();
            Rate.Dispose();
        }
    }
}
