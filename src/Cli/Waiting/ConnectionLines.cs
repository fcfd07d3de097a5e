using Grpc.Core;
using LatBench.Cli.Connection;

namespace LatBench.Cli.Waiting;

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
