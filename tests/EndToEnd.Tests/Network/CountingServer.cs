using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LatBench.EndToEnd.Tests.Network;

/// <summary>A listening socket that counts connections and refuses every request as a proxy does.</summary>
internal sealed class CountingServer : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly byte[] Refusal = Encoding.ASCII.GetBytes("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource<string> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _accepting;
    private int _connections;

    public CountingServer()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public string Address => $"http://127.0.0.1:{Port}";

    /// <summary>The connections so far; those that the kernel has accepted already are counted before it answers.</summary>
    public async Task<int> ConnectionsAsync()
    {
        // One more, behind which nothing waits: connections are accepted in order.
        using var own = new TcpClient();
        await own.ConnectAsync(IPAddress.Loopback, Port, TestContext.Current.CancellationToken);
        await own.GetStream().WriteAsync("\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await own.GetStream().ReadExactlyAsync(new byte[Refusal.Length], TestContext.Current.CancellationToken);
        return Interlocked.Decrement(ref _connections);
    }

    /// <summary>The first line of the first request.</summary>
    public Task<string> FirstLineAsync() => _first.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(CancellationToken.None);
                Interlocked.Increment(ref _connections);
                await AnswerAsync(client);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        try
        {
            using var limit = new CancellationTokenSource(Limit);
            var buffer = new byte[4096];
            var read = await client.GetStream().ReadAsync(buffer, limit.Token);
            _first.TrySetResult(Encoding.ASCII.GetString(buffer, 0, read).Split('\n')[0].Trim());
            await client.GetStream().WriteAsync(Refusal, limit.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // Counted all the same.
        }
    }
}
