using LatBench.Storage.Searches;

namespace LatBench.Coordinator.Searches;

/// <summary>The state of a search in messages and reports.</summary>
internal static class SearchStateText
{
    /// <summary>Returns the state in words; the stored name of a verification is an earlier one.</summary>
    public static string Of(SearchState state) => state == SearchState.Proving ? "verifying" : state.ToString().ToLowerInvariant();
}
