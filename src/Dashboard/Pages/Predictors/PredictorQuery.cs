using LatBench.Contracts.V1;
using Microsoft.AspNetCore.WebUtilities;

namespace LatBench.Dashboard.Pages.Predictors;

/// <summary>The part of the list of predictors that is shown, as the argument of a live region.</summary>
internal static class PredictorQuery
{
    private const int PageSize = 100;

    /// <summary>Writes the argument.</summary>
    /// <param name="target">The target to show; null or empty for all.</param>
    /// <param name="after">The page token; null or empty for the first page.</param>
    public static string Write(string? target, string? after)
    {
        var query = "";
        if (target is { Length: > 0 })
            query = QueryHelpers.AddQueryString(query, "target", target);
        return after is { Length: > 0 } ? QueryHelpers.AddQueryString(query, "after", after) : query;
    }

    /// <summary>Reads the argument as a request of the API.</summary>
    /// <param name="argument">The argument.</param>
    public static ListPredictorsRequest Request(string argument)
    {
        var query = QueryHelpers.ParseQuery(argument);
        return new ListPredictorsRequest { Target = query.GetValueOrDefault("target").ToString(), PageToken = query.GetValueOrDefault("after").ToString(), PageSize = PageSize };
    }
}
