using System.IO.Pipelines;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace LatBench.Coordinator.Hosting.InProcess;

/// <summary>
/// Connections of the coordinator to itself, over pipes in memory: what runs inside of it calls the API as every client does, with no port and no TLS in between.
/// </summary>
internal sealed class InProcessTransport : IConnectionListenerFactory, IConnectionListenerFactorySelector, IConnectionListener
{
    private readonly Channel<ConnectionContext> _waiting = Channel.CreateUnbounded<ConnectionContext>();

    /// <inheritdoc/>
    public EndPoint EndPoint { get; } = new InProcessEndPoint();

    /// <inheritdoc/>
    public bool CanBind(EndPoint endpoint) => endpoint is InProcessEndPoint;

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(this);

    /// <summary>Opens a connection.</summary>
    /// <returns>The stream of the client's side.</returns>
    /// <exception cref="IOException">The coordinator has stopped.</exception>
    public Stream Connect()
    {
        var toServer = new Pipe();
        var toClient = new Pipe();
        var id = Guid.NewGuid().ToString("n");
        var server = new DefaultConnectionContext(id, new Duplex(toServer.Reader, toClient.Writer), new Duplex(toServer.Reader, toClient.Writer)) { LocalEndPoint = EndPoint };
        return _waiting.Writer.TryWrite(server) ? new InProcessStream(toClient.Reader, toServer.Writer) : throw new IOException("The coordinator has stopped.");
    }

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _waiting.Reader.WaitToReadAsync(cancellationToken) && _waiting.Reader.TryRead(out var connection) ? connection : null;

    /// <inheritdoc/>
    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _waiting.Writer.TryComplete();
        return default;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => UnbindAsync();

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
