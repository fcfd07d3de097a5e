using Grpc.Core;
using LatBench.Dashboard.Access;

namespace LatBench.Dashboard.Api;

/// <summary>The services of the API, called as the user of the current scope.</summary>
public sealed class LatBenchApi(IApiChannel channel, Session session) : ApiServices
{
    /// <inheritdoc/>
    protected override CallInvoker Open() => channel.As(session.User.Secret, session.Peer);
}
