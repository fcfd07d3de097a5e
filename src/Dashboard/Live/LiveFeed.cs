using Grpc.Core;
using LatBench.Dashboard.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LatBench.Dashboard.Live;

/// <summary>The subscribers of one topic, and the loop that renders it while there are any.</summary>
internal sealed class LiveFeed(LiveTopic topic, IServiceScopeFactory scopes, TimeProvider time, Action<LiveTopic, LiveFeed> ended)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<LiveSubscriber> _subscribers = [];
    private LiveUpdate? _last;
    private bool _running;

    /// <summary>Adds a subscriber and sends it the last content.</summary>
    public void Add(LiveSubscriber subscriber)
    {
        lock (_lock)
        {
            _subscribers.Add(subscriber);
            if (_last is { } last)
                subscriber.Updates.TryWrite(last);
            if (_running)
                return;
            _running = true;
        }

        _ = Task.Run(RunAsync);
    }

    /// <summary>Removes a subscriber. Without any the loop ends.</summary>
    public void Remove(LiveSubscriber subscriber)
    {
        lock (_lock)
            _subscribers.Remove(subscriber);
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            LiveSubscriber reader;
            lock (_lock)
            {
                if (_subscribers is not [var first, ..])
                {
                    _running = false;
                    _last = null;
                    ended(topic, this);
                    return;
                }

                reader = first;
            }

            await RenderForAsync(reader);
        }
        while (await timer.WaitForNextTickAsync());
    }

    private async Task RenderForAsync(LiveSubscriber reader)
    {
        try
        {
            var update = new LiveUpdate(topic.ToString(), await RenderAsync(reader.User));
            lock (_lock)
            {
                if (update == _last)
                    return;
                _last = update;
                foreach (var subscriber in _subscribers)
                    subscriber.Updates.TryWrite(update);
            }
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unauthenticated or StatusCode.PermissionDenied)
        {
            // Its token was revoked: the next subscriber reads.
            reader.Updates.TryComplete();
            Remove(reader);
        }
        catch (Exception)
        {
            // The resource is gone or the database does not answer: the page keeps what it shows. An error of the page itself is logged where the page is loaded.
        }
    }

    private async Task<string> RenderAsync(DashboardUser user)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Session>().SignIn(user);
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<ILoggerFactory>());
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(LiveComponent.Argument)] = topic.Argument });
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync(topic.Component, parameters)).ToHtmlString());
    }
}
