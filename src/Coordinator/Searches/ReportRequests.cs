using LatBench.Contracts.V1;
using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Resources;
using LatBench.SearchSpaces;
using LatBench.Storage;
using LatBench.Storage.Searches;
using SearchState = LatBench.Storage.Searches.SearchState;

namespace LatBench.Coordinator.Searches;

/// <summary>Takes reports, all of a call or none.</summary>
internal sealed class ReportRequests(IStore store, SearchSpaceRegistry spaces, TimeProvider time)
{
    private const int MaxReports = 10_000;

    private const int MaxFaults = 20;

    /// <exception cref="RefusalException">INVALID_ARGUMENT, ALREADY_EXISTS, NOT_FOUND or FAILED_PRECONDITION; nothing has changed then.</exception>
    public async Task TakeAsync(long searchId, ReportAccuraciesRequest request, CancellationToken cancellationToken)
    {
        var search = await store.Searches.FindAsync(searchId, cancellationToken) ?? throw SearchErrors.NotFound(searchId);
        var space = SearchFields.Space(spaces, LoadedSearch.Read(search));
        var reports = Read(space, request);
        if (search.State is SearchState.Cancelled or SearchState.Succeeded)
            throw Refusals.FailedPrecondition($"Search {searchId} takes no reports any more, it is {SearchStateText.Of(search.State)}: what was reported before stays.");
        var refused = await store.Searches.ReportAsync(searchId, reports, time.GetUtcNow(), cancellationToken);
        if (refused.Count == 0)
            return;
        var strangers = refused.Where(one => one.Fault == ReportFault.NotSuggested).Take(MaxFaults).Select(one => Fault(
            one.Place, $"Architecture {space.Code(space.Parse(reports[one.Place].Architecture))} was never suggested by search {searchId}: report only what suggest gave.")).ToArray();
        if (strangers.Length > 0)
            throw Refusals.InvalidArgument(strangers);
        throw Refusals.AlreadyExists("search", ResourceName.Search(searchId), string.Join(" ", refused.Take(MaxFaults).Select(one => one.Before is { } before
            ? $"Architecture {space.Code(space.Parse(reports[one.Place].Architecture))} was reported before with {Text(before.Accuracy)}: the first report counts, this call changes nothing."
            : $"Architecture {space.Code(space.Parse(reports[one.Place].Architecture))} stands twice in this call, with different results: send one of them.")));
    }

    private NewReport[] Read(ISearchSpace space, ReportAccuraciesRequest request)
    {
        if (request.Reports.Count is 0 or > MaxReports)
            throw Refusals.InvalidArgument("reports", $"{request.Reports.Count} reports cannot be taken at once: give 1 to {MaxReports}.");
        var faults = new List<(string Field, string Message)>();
        var reports = new NewReport[request.Reports.Count];
        for (var i = 0; i < reports.Length && faults.Count < MaxFaults; i++)
        {
            var report = request.Reports[i];
            if (!space.TryParse(report.Architecture, out var architecture, out var error))
                faults.Add(Fault(i, spaces.OtherSpaceOf(error, report.Architecture) is { } other ? $"The search is in the space {space.Name}, and this is an architecture of {other.Name}: report what was suggested." : error.Message));
            else if (report.ResultCase == AccuracyReport.ResultOneofCase.Accuracy && report.Accuracy is not (>= 0 and <= 100))
                faults.Add(($"reports[{i}].accuracy", FormattableString.Invariant($"{report.Accuracy} is not an accuracy: give a percentage from 0 to 100.")));
            else if (report.ResultCase == AccuracyReport.ResultOneofCase.None || report is { ResultCase: AccuracyReport.ResultOneofCase.Failed, Failed: false })
                faults.Add(($"reports[{i}]", $"The report of {space.Code(architecture)} has neither an accuracy nor a failure: give one of them."));
            reports[i] = new NewReport(architecture.ToString(), report.ResultCase == AccuracyReport.ResultOneofCase.Accuracy ? report.Accuracy : null);
        }

        return faults.Count > 0 ? throw Refusals.InvalidArgument(faults) : reports;
    }

    private static (string Field, string Message) Fault(int place, string message) => ($"reports[{place}].architecture", message);

    private static string Text(double? accuracy) => accuracy is { } known ? FormattableString.Invariant($"{known} %") : "a failed training";
}
