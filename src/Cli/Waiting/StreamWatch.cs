using Grpc.Core;
using LatBench.Cli.Connection;

namespace LatBench.Cli.Waiting;

/// <summary>Follows a stream of states to the last one: a stream that breaks, or that its deadline cuts off, is opened again.</summary>
internal static class StreamWatch
{
    private const int MaxFailuresInARow = 5;

    private static readonly TimeSpan StreamDeadline = TimeSpan.FromMinutes(10);

    /// <summary>Returns the last state.</summary>
    /// <param name="connection">The coordinator.</param>
    /// <param name="open">Opens the stream, with its deadline.</param>
    /// <param name="onMessage">Takes every state; returns true for the last one.</param>
    /// <param name="note">Is told when the coordinator does not answer, and when it does again.</param>
    /// <param name="time">Counts the time between attempts.</param>
    /// <param name="what">The thing that is followed in messages, for example "the campaign".</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RpcException">The coordinator refused the call, or did not answer several times in a row.</exception>
    public static async Task<T> FollowAsync<T>(
        CoordinatorConnection connection,
        Func<DateTime, AsyncServerStreamingCall<T>> open,
        Func<T, bool> onMessage,
        Action<string> note,
        TimeProvider time,
        string what,
        CancellationToken cancellationToken)
    {
        var lines = new ConnectionLines(note, connection.Server);
        for (var failures = 0; failures <= MaxFailuresInARow;)
        {
            try
            {
                using var call = open(connection.Within(StreamDeadline));
                await foreach (var message in call.ResponseStream.ReadAllAsync(cancellationToken))
                {
                    failures = 0;
                    lines.Answered();
                    if (onMessage(message))
                        return message;
                }

                failures++;
            }
            catch (RpcException error) when (error.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded && ++failures <= MaxFailuresInARow)
            {
                lines.Failed(error);
                await Task.Delay(TimeSpan.FromSeconds(failures), time, cancellationToken);
            }
        }

        throw new RpcException(new Status(StatusCode.Unavailable, $"the watch ended before {what} did"));
    }
}

/// <summary>A line when the coordinator does not answer a command that follows something, and one when it does again.</summary>
internal sealed class ConnectionLines(Action<string> write, Uri server)
{
    private bool _isAway;

    /// <summary>Notes that a call failed and will be made again.</summary>
    public void Failed(RpcException error)
    {
        // A stream is cut off by its deadline even when all is well.
        if (_isAway || error.StatusCode == StatusCode.DeadlineExceeded)
            return;
        _isAway = true;
        write($"{CallError.Explain(error, server)} Trying again.");
    }

    /// <summary>Notes that the coordinator has answered.</summary>
    public void Answered()
    {
        if (_isAway)
            write($"The coordinator at {server.GetLeftPart(UriPartial.Authority)} answers again.");
        _isAway = false;
    }
}
