using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LatBench.Contracts.CommandLines;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Resources;
using LatBench.Publishing;
using LatBench.Publishing.Versions;
using LatBench.Storage;
using Snapshot = LatBench.Storage.Snapshots.Snapshot;

namespace LatBench.Coordinator.Snapshots;

/// <summary>Publications of measurements.</summary>
internal sealed class SnapshotGrpcService(IStore store, SnapshotBuilder builder, SnapshotSelection selection, SnapshotFiles files, SharedSnapshots shared, TimeProvider time) : SnapshotService.SnapshotServiceBase
{
    private const string Collection = "snapshots";
    private const string Latest = "latest";
    private const int ChunkBytes = 256 * 1024;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    public override async Task<CreateSnapshotResponse> CreateSnapshot(CreateSnapshotRequest request, ServerCallContext context)
    {
        var wished = await selection.ReadAsync(request, context.CancellationToken);
        try
        {
            await using var turn = await LockAsync(context.CancellationToken);
            // The new one is compared with the one before, which any coordinator may have made; and one whose sharing was cut off is shared first.
            if (await store.Snapshots.ListAsync(null, 1, context.CancellationToken) is [var newest] && await shared.EnsureAsync(newest, context.CancellationToken))
                await shared.ShareAsync(newest, context.CancellationToken);
            var build = await builder.BuildAsync(wished, context.CancellationToken);
            await shared.ShareAsync(build.Snapshot, context.CancellationToken);
            return new CreateSnapshotResponse { Snapshot = await DescribeAsync(build.Snapshot, context.CancellationToken), Created = build.Created };
        }
        catch (SnapshotRefusedException e)
        {
            throw e.IsFull ? RpcErrors.ResourceExhausted(e.Message) : RpcErrors.FailedPrecondition(e.Message);
        }
        catch (StorageException e) when (!e.IsTransient)
        {
            throw RpcErrors.FailedPrecondition(e.Message);
        }
    }

    /// <inheritdoc/>
    public override async Task<GetSnapshotResponse> GetSnapshot(GetSnapshotRequest request, ServerCallContext context)
    {
        var snapshot = await RequireAsync(request.Name, context.CancellationToken);
        return new GetSnapshotResponse { Snapshot = await DescribeAsync(snapshot, context.CancellationToken) };
    }

    /// <inheritdoc/>
    public override async Task<ListSnapshotsResponse> ListSnapshots(ListSnapshotsRequest request, ServerCallContext context)
    {
        var size = Paging.Size(request.PageSize, fallback: 50, max: 500);
        var snapshots = await store.Snapshots.ListAsync(Paging.AfterNumber(request.PageToken), size + 1, context.CancellationToken);
        var response = new ListSnapshotsResponse();
        response.Snapshots.AddRange(snapshots.Take(size).Select(ToProto));
        if (snapshots.Count > size)
            response.NextPageToken = Paging.Token(snapshots[size - 1].Id);

        return response;
    }

    /// <inheritdoc/>
    public override async Task<DiffSnapshotsResponse> DiffSnapshots(DiffSnapshotsRequest request, ServerCallContext context)
    {
        var newer = await RequireAsync(request.Name, context.CancellationToken);
        var older = await RequireAsync(request.Base, context.CancellationToken, "base");
        try
        {
            var delta = await SnapshotComparison.CompareAsync(
                await files.RequireAsync(older, context.CancellationToken), await files.RequireAsync(newer, context.CancellationToken), context.CancellationToken);
            return delta.ToProto(newer.Version, older.Version);
        }
        catch (SnapshotRefusedException e)
        {
            throw RpcErrors.FailedPrecondition(e.Message);
        }
    }

    /// <inheritdoc/>
    public override async Task DownloadSnapshotFile(DownloadSnapshotFileRequest request, IServerStreamWriter<DownloadSnapshotFileResponse> responseStream, ServerCallContext context)
    {
        var snapshot = await RequireAsync(request.Name, context.CancellationToken);
        await using var file = await files.OpenAsync(snapshot, request.Path, context.CancellationToken)
            ?? throw RpcErrors.NotFound("file", request.Path, $"Snapshot {snapshot.Version} has no file of that path: `latbench snapshots show {ShellWord.Quote(snapshot.Version)}` lists them.");
        if (request.Offset < 0 || request.Offset > file.Length)
            throw RpcErrors.OutOfRange("offset", $"Offset {request.Offset} is outside the file, which has {file.Length} bytes.");

        file.Position = request.Offset;
        while (file.Position < file.Length)
        {
            var offset = file.Position;
            var buffer = new byte[Math.Min(ChunkBytes, file.Length - offset)];
            await file.ReadExactlyAsync(buffer, context.CancellationToken);
            await responseStream.WriteAsync(
                new DownloadSnapshotFileResponse { Offset = offset, Data = UnsafeByteOperations.UnsafeWrap(buffer) }, context.CancellationToken);
        }
    }

    /// <summary>Replicas over one database make one snapshot after the other, or two would have the same number. The deadline of the call bounds the wait.</summary>
    private async Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await store.Locks.TryAcquireAsync(LockName.Snapshot, cancellationToken) is { } held)
                return held;
            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }

    private async Task<Snapshot> RequireAsync(string name, CancellationToken cancellationToken, string field = "name")
    {
        var version = ResourceName.ParseId(Collection, name, field);
        var snapshot = version == Latest
            ? await store.Snapshots.ListAsync(null, 1, cancellationToken) is [var newest] ? newest : null
            : await store.Snapshots.FindAsync(version, cancellationToken);
        return snapshot ?? throw RpcErrors.NotFound(
            "snapshot", name, $"There is no snapshot {version}: see 'latbench snapshots list'.{await NearestHint.OfSnapshotAsync(store.Snapshots, version, cancellationToken)}");
    }

    private async Task<Contracts.V1.Snapshot> DescribeAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        var message = ToProto(snapshot);
        message.Files.AddRange(await files.ListAsync(snapshot, cancellationToken));
        return message;
    }

    private Contracts.V1.Snapshot ToProto(Snapshot snapshot) => new()
    {
        Name = ResourceName.Snapshot(snapshot.Version),
        Version = snapshot.Version,
        Path = files.PathOf(snapshot),
        Rows = snapshot.Rows,
        Sha256 = snapshot.Sha256,
        SizeBytes = snapshot.SizeBytes,
        CreateTime = snapshot.CreatedAt.ToTimestamp(),
    };
}
