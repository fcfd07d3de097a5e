using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LatBench.Dashboard.Access;
using Microsoft.Extensions.DependencyInjection;

namespace LatBench.Dashboard.Live;

/// <summary>
/// Keeps open pages current. Each topic is rendered once a second while any browser shows it, however many do, and sent where its content has changed.
/// </summary>
internal sealed class LiveHub(IServiceProvider services, IDashboardAccess access, TimeProvider time)
{
    /// <summary>The number of topics that one page may show.</summary>
    public const int MaxTopics = 20;

    private static readonly TimeSpan AccessCheckInterval = TimeSpan.FromSeconds(10);

    /// <summary>The number of pages that may be open with one token.</summary>
    public const int MaxStreams = 200;

    private readonly ConcurrentDictionary<LiveTopic, LiveFeed> _feeds = new();
    private readonly ConcurrentDictionary<string, int> _streams = new();

    /// <summary>Determines whether a user may open one more page.</summary>
    /// <param name="user">The user.</param>
    public bool HasRoomFor(DashboardUser user) => _streams.GetValueOrDefault(user.TokenName) < MaxStreams;

    /// <summary>Gets the changes of topics, beginning with their present content, until the user's token is revoked or the browser leaves.</summary>
    /// <param name="topics">At most <see cref="MaxTopics"/> topics.</param>
    /// <param name="user">The user.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    public async IAsyncEnumerable<LiveUpdate> SubscribeAsync(IReadOnlyList<LiveTopic> topics, DashboardUser user, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A slow browser misses contents that newer ones have replaced, and costs no memory.
        var updates = Channel.CreateBounded<LiveUpdate>(new BoundedChannelOptions(4 * MaxTopics) { FullMode = BoundedChannelFullMode.DropOldest });
        var subscriber = new LiveSubscriber(user, updates.Writer);
        _streams.AddOrUpdate(user.TokenName, 1, (_, count) => count + 1);
        var feeds = topics.Select(topic => _feeds.GetOrAdd(topic, topic => new LiveFeed(topic, services.GetRequiredService<IServiceScopeFactory>(), time, Forget))).ToArray();
        foreach (var feed in feeds)
            feed.Add(subscriber);
        using var check = time.CreateTimer(_ => _ = CheckAsync(subscriber), null, AccessCheckInterval, AccessCheckInterval);
        try
        {
            await foreach (var update in updates.Reader.ReadAllAsync(cancellationToken))
                yield return update;
        }
        finally
        {
            foreach (var feed in feeds)
                feed.Remove(subscriber);
            _streams.AddOrUpdate(user.TokenName, 0, (_, count) => count - 1);
        }
    }

    /// <summary>Forgets a feed that no browser shows any more.</summary>
    private void Forget(LiveTopic topic, LiveFeed feed) => _feeds.TryRemove(new KeyValuePair<LiveTopic, LiveFeed>(topic, feed));

    private async Task CheckAsync(LiveSubscriber subscriber)
    {
        try
        {
            if (await access.FindAsync(subscriber.User.Secret, CancellationToken.None) is null)
                subscriber.Updates.TryComplete();
        }
        catch (Exception)
        {
            // The database does not answer: the next check decides.
        }
    }
}
