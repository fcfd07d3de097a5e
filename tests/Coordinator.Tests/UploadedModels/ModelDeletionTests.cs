using LatBench.Contracts.V1;
using LatBench.Coordinator.Hosting;
using LatBench.Storage;
using LatBench.TestKit;

namespace LatBench.Coordinator.Tests.UploadedModels;

/// <summary>The artefacts of deleted models, with both databases.</summary>
public sealed class ModelDeletionTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Data => _directory.PathOf("data");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Artefacts_that_nothing_refers_to_are_removed_also_after_a_crash(bool postgres)
    {
        var database = postgres ? await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(template: null, Cancel) : null;
        string crashed;
        await using (var coordinator = await StartAsync(database))
        {
            var models = new ModelService.ModelServiceClient(coordinator.AsAdmin());
            // The second has the same weights, and a graph of its own.
            var second = OnnxFiles.Linear(size: 60);
            second.Graph.Name = "second";
            var names = new[] { (await models.UploadAsync(OnnxFiles.Linear(size: 60))).Name, (await models.UploadAsync(second)).Name };
            Assert.Equal(3, Artifacts().Length);

            await models.DeleteModelAsync(new DeleteModelRequest { Name = names[0] }, cancellationToken: Cancel);
            Assert.Equal(2, Artifacts().Length);
            await models.DeleteModelAsync(new DeleteModelRequest { Name = names[1] }, cancellationToken: Cancel);
            Assert.Empty(Artifacts());

            // What was removed is stored again with the same file.
            await models.UploadAsync(OnnxFiles.Linear(size: 60));
            crashed = (await models.UploadAsync(OnnxFiles.Linear(size: 61))).Name["models/".Length..];
            Assert.Equal(4, Artifacts().Length);
        }

        // A coordinator that ends between the two steps of a deletion leaves this behind.
        await using (var store = database is null ? Stores.Sqlite(new CoordinatorOptions { DataDirectory = Data }.SqlitePath) : Stores.Postgres(database))
            await store.UploadedModels.DeleteAsync(crashed, Cancel);
        Assert.Equal(4, Artifacts().Length);

        await using (var coordinator = await StartAsync(database))
        {
            Assert.Equal(2, Artifacts().Length);
            Assert.Single((await new ModelService.ModelServiceClient(coordinator.AsAdmin()).ListModelsAsync(new ListModelsRequest(), cancellationToken: Cancel)).Models);
        }
    }

    public void Dispose() => _directory.Dispose();

    private string[] Artifacts() =>
        new CoordinatorOptions { DataDirectory = Data }.ArtifactsDirectory is var directory && Directory.Exists(directory) ? Directory.GetFiles(directory, "*", SearchOption.AllDirectories) : [];

    private async Task<RunningCoordinator> StartAsync(string? database)
    {
        var coordinator = new RunningCoordinator { Change = options => options with { DataDirectory = Data, Database = database } };
        await coordinator.InitializeAsync();
        return coordinator;
    }
}
