using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Resources;

namespace LatBench.Coordinator.Searches;

/// <summary>Refusals that several calls share.</summary>
internal static class SearchErrors
{
    public static RefusalException NotFound(long id) =>
        Refusals.NotFound("search", ResourceName.Search(id), $"There is no search {id}: see 'latbench search list'.");
}
