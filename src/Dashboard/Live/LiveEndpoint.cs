using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using LatBench.Dashboard.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace LatBench.Dashboard.Live;

/// <summary>The stream of server-sent events of a page: one event for each new content of one of its live regions.</summary>
internal static class LiveEndpoint
{
    private static readonly TimeSpan ReconnectionInterval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(15);

    /// <summary>Answers a subscription.</summary>
    public static IResult Subscribe(HttpContext http, Session session, LiveHub hub, IHostApplicationLifetime lifetime, TimeProvider time)
    {
        if (Topics(http.Request) is not { } topics)
            return Refused();
        if (!hub.HasRoomFor(session.User))
            return Results.Text($"{LiveHub.MaxStreams} pages are open with this token: close some.\n", statusCode: StatusCodes.Status429TooManyRequests);
        return TypedResults.ServerSentEvents(EventsAsync(hub, topics, session.User, lifetime, time, http.RequestAborted));
    }

    /// <summary>Tells a page whose stream broke whether it may subscribe again.</summary>
    public static IResult Check(HttpContext http) => Topics(http.Request) is null ? Refused() : Results.Ok();

    private static IResult Refused() => Results.Text($"Name 1 to {LiveHub.MaxTopics} topics that this version of LatBench has: load the page again.\n", statusCode: StatusCodes.Status400BadRequest);

    private static LiveTopic[]? Topics(HttpRequest request)
    {
        var topics = request.Query["topic"].Select(LiveTopic.Parse).ToArray();
        return topics.Length is 0 or > LiveHub.MaxTopics || topics.Contains(null) ? null : [.. topics.Distinct()!];
    }

    private static async IAsyncEnumerable<SseItem<LiveUpdate>> EventsAsync(
        LiveHub hub, IReadOnlyList<LiveTopic> topics, DashboardUser user, IHostApplicationLifetime lifetime, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A stop of the coordinator does not wait for pages that are open.
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        await using var updates = hub.SubscribeAsync(topics, user, ends.Token).GetAsyncEnumerator(ends.Token);
        // At once, so that the browser knows that it is connected.
        yield return Ping;
        var next = NextAsync(updates);
        while (true)
        {
            // A connection through a proxy must not fall silent, and one that broke is noticed by writing.
            if (await Task.WhenAny(next, Task.Delay(PingInterval, time, CancellationToken.None)) != next)
            {
                if (ends.IsCancellationRequested)
                    break;
                yield return Ping;
                continue;
            }

            if (!await next)
                break;
            yield return new SseItem<LiveUpdate>(updates.Current) { ReconnectionInterval = ReconnectionInterval };
            next = NextAsync(updates);
        }
    }

    /// <summary>Gets an event that pages do not listen to.</summary>
    private static SseItem<LiveUpdate> Ping => new(new LiveUpdate("", ""), "ping") { ReconnectionInterval = ReconnectionInterval };

    private static async Task<bool> NextAsync(IAsyncEnumerator<LiveUpdate> updates)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
