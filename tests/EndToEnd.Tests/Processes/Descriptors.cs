using System.Globalization;
using System.Net;

namespace LatBench.EndToEnd.Tests.Processes;

/// <summary>The open descriptors of a process, as the kernel tells them.</summary>
internal static class Descriptors
{
    private const string Listening = "0A";
    private const int LocalAddress = 1;
    private const int State = 3;
    private const int Inode = 9;

    /// <summary>The addresses that the process listens on over TCP, sorted.</summary>
    public static IReadOnlyList<string> ListeningAddresses(int process)
    {
        var sockets = Targets(process)
            .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal))
            .Select(target => target["socket:[".Length..^1])
            .ToHashSet();
        return
        [
            .. new[] { "tcp", "tcp6" }
                .SelectMany(table => File.ReadLines($"/proc/{process}/net/{table}").Skip(1))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(fields => fields[State] == Listening && sockets.Contains(fields[Inode]))
                .Select(fields => Parse(fields[LocalAddress]).ToString())
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The number of inotify instances that the process holds: it watches files where there is one.</summary>
    public static int InotifyInstances(int process) => Targets(process).Count(target => target == "anon_inode:inotify");

    private static List<string> Targets(int process)
    {
        var targets = new List<string>();
        foreach (var descriptor in Directory.GetFiles($"/proc/{process}/fd"))
        {
            // A descriptor may be closed while the list is read.
            if (new FileInfo(descriptor).LinkTarget is { } target)
                targets.Add(target);
        }

        Assert.NotEmpty(targets);
        return targets;
    }

    /// <summary>The kernel prints each group of four bytes as a number of this machine's byte order.</summary>
    private static IPEndPoint Parse(string text)
    {
        var (address, port) = (text[..^5], text[^4..]);
        var bytes = Enumerable.Range(0, address.Length / 8)
            .SelectMany(group => BitConverter.GetBytes(uint.Parse(address.AsSpan(group * 8, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
        return new IPEndPoint(new IPAddress([.. bytes]), int.Parse(port, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }
}
