using System.Text;
using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.Dashboard.Api;

namespace LatBench.Dashboard.Pages.Snapshots;

/// <summary>Reads text files of snapshots.</summary>
internal static class SnapshotFileReader
{
    /// <summary>Reads a file as text.</summary>
    /// <param name="api">The API.</param>
    /// <param name="name">The name of the snapshot, such as <c>snapshots/1.0.0</c>.</param>
    /// <param name="path">The path of the file.</param>
    public static async Task<string> ReadTextAsync(LatBenchApi api, string name, string path)
    {
        using var call = api.Snapshots.DownloadSnapshotFile(new DownloadSnapshotFileRequest { Name = name, Path = path });
        using var content = new MemoryStream();
        await foreach (var chunk in call.ResponseStream.ReadAllAsync())
            chunk.Data.WriteTo(content);
        return Encoding.UTF8.GetString(content.GetBuffer().AsSpan(0, (int)content.Length));
    }
}
