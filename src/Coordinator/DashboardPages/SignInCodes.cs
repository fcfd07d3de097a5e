using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using LatBench.Coordinator.Security;

namespace LatBench.Coordinator.DashboardPages;

/// <summary>One-time codes that sign a browser in with the role of their maker. They live in memory, for ten minutes: a restart ends them.</summary>
internal sealed class SignInCodes(TimeProvider time)
{
    /// <summary>The time that a code may be used for.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const int RandomBytes = 24;
    private const int MaxCodes = 1000;

    private readonly ConcurrentDictionary<string, Entry> _codes = new();

    /// <summary>Makes a code; null where too many are in use.</summary>
    /// <param name="caller">The caller whose role a browser gets.</param>
    public string? Create(Caller caller)
    {
        RemoveExpired();
        if (_codes.Count >= MaxCodes)
            return null;
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        _codes[code] = new Entry(caller, time.GetUtcNow() + Lifetime);
        return code;
    }

    /// <summary>Takes a code out, so that it works once; null where it is unknown, expired or used.</summary>
    public Caller? Redeem(string code) => _codes.TryRemove(code, out var entry) && entry.ExpiresAt > time.GetUtcNow() ? entry.Caller : null;

    private void RemoveExpired()
    {
        var now = time.GetUtcNow();
        foreach (var (code, entry) in _codes)
        {
            if (entry.ExpiresAt <= now)
                _codes.TryRemove(code, out _);
        }
    }

    private sealed record Entry(Caller Caller, DateTimeOffset ExpiresAt);
}
