using LatBench.Coordinator.Hosting;
using LatBench.Publishing;
using LatBench.Storage;

namespace LatBench.Coordinator.Snapshots;

/// <summary>The registration of the services that publishing needs.</summary>
internal static class SnapshotRegistration
{
    /// <summary>Adds publishing into the data directory.</summary>
    public static void AddSnapshots(this IServiceCollection services)
    {
        services.AddSingleton(provider =>
        {
            var store = provider.GetRequiredService<IStore>();
            var options = provider.GetRequiredService<CoordinatorOptions>();
            return new SnapshotBuilder(store.Publication, store.Snapshots, options.SearchSpaces, options.SnapshotsDirectory, provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton<SharedSnapshots>();
        services.AddSingleton<SnapshotFiles>();
        services.AddSingleton<SnapshotSelection>();
    }
}
