using Grpc.Core;

namespace LatBench.Contracts.Transport;

/// <summary>Thrown when a connection fails for a reason that is known; the message is one sentence that says what to do.</summary>
/// <param name="message">The sentence.</param>
/// <param name="cause">The failure as .NET tells it.</param>
/// <param name="error">Its kind.</param>
public sealed class ConnectionException(string message, Exception cause, HttpRequestError error) : HttpRequestException(error, message, cause)
{
    /// <summary>Returns the message of the one that made a gRPC call fail; null where the call failed for another reason.</summary>
    public static string? Explain(RpcException call)
    {
        ArgumentNullException.ThrowIfNull(call);
        for (var cause = call.Status.DebugException; cause is not null; cause = cause.InnerException)
        {
            if (cause is ConnectionException connection)
                return connection.Message;
        }

        return null;
    }
}
