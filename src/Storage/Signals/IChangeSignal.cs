namespace LatBench.Storage.Signals;

/// <summary>
/// Hints that something changed, to wake the callers that wait; in this process for SQLite, over LISTEN/NOTIFY for Postgres.
/// A hint may be lost or come for nothing: a caller that waits looks again, and never relies on it.
/// </summary>
public interface IChangeSignal
{
    /// <summary>Wakes every caller that waits for one of the topics.</summary>
    Task NotifyAsync(IReadOnlyCollection<string> topics, CancellationToken cancellationToken);

    /// <summary>Wakes every caller that waits for the topic.</summary>
    Task NotifyAsync(string topic, CancellationToken cancellationToken) => NotifyAsync([topic], cancellationToken);

    /// <summary>
    /// Ends when the topic is notified or after <paramref name="timeout"/>, whichever comes first. The wait has begun when the call
    /// returns its task: begin it, look, then await it, and no hint of this process is missed.
    /// </summary>
    Task WaitAsync(string topic, TimeSpan timeout, CancellationToken cancellationToken);
}

/// <summary>Names of topics.</summary>
public static class Topics
{
    /// <summary>A device may have something to lease.</summary>
    public static string Device(string deviceId) => $"device:{deviceId}";

    /// <summary>A campaign has moved.</summary>
    public static string Campaign(long campaignId) => FormattableString.Invariant($"campaign:{campaignId}");

    /// <summary>A predictor has moved.</summary>
    public static string Predictor(long predictorId) => FormattableString.Invariant($"predictor:{predictorId}");

    /// <summary>A predictor may wait to be trained.</summary>
    public static string Trainings => "trainings";

    /// <summary>Another predictor may serve a target.</summary>
    public static string Promotions => "promotions";

    /// <summary>A search has moved.</summary>
    public static string Search(long searchId) => FormattableString.Invariant($"search:{searchId}");
}
