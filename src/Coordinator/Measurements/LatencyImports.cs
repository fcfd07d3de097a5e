using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Errors;
using LatBench.Measurements;
using LatBench.SearchSpaces;
using LatBench.Storage;
using LatBench.Storage.Labels;
using ImportOutcome = LatBench.Storage.Labels.ImportOutcome;

namespace LatBench.Coordinator.Measurements;

/// <summary>Takes in tables of latencies from elsewhere.</summary>
internal sealed class LatencyImports(IStore store, SearchSpaceRegistry spaces, ImportWarnings warnings, TimeProvider time)
{
    private const int MaxText = 1000;
    private const int MaxFaults = 20;

    /// <summary>Imports one table, or nothing of it.</summary>
    /// <exception cref="RefusalException">INVALID_ARGUMENT with the first faults, FAILED_PRECONDITION or ALREADY_EXISTS.</exception>
    public async Task<ImportMeasurementsResponse> RunAsync(ImportMeasurementsRequest request, CancellationToken cancellationToken)
    {
        var import = Read(request);
        var result = await store.Labels.ImportAsync(import, cancellationToken);
        return result.Outcome switch
        {
            ImportOutcome.MeasuredHere => throw Refusals.AlreadyExists("target", import.Target, $"{import.Target} is measured here: give the table another target."),
            ImportOutcome.Differs => throw Refusals.FailedPrecondition(
                $"{import.Target} was imported before with another table, search space, model configuration or source ({result.Target!.Labels} latencies): replace it (--replace), or give the table another target."),
            var outcome => new ImportMeasurementsResponse { Outcome = (Contracts.V1.ImportOutcome)outcome, Target = await warnings.DescribeAsync(result.Target!, cancellationToken) },
        };
    }

    private NewImport Read(ImportMeasurementsRequest request)
    {
        var faults = new List<(string, string)>();
        void Fault(string field, string message)
        {
            if (faults.Count < MaxFaults)
                faults.Add((field, message));
        }

        if (request.RequestId.Length > 100)
            Fault("request_id", "The request id is at most 100 characters.");
        if (ImportedSlug.WhyNot(request.Target) is { } reason)
            Fault("target", reason);
        var source = request.Source ?? new Contracts.V1.ImportSource();
        foreach (var (field, text) in new[] { ("source.name", source.Name), ("source.licence", source.Licence), ("source.notes", source.Notes) })
        {
            if (text.Length > MaxText || text.Any(char.IsControl))
                Fault(field, $"This text is at most {MaxText} characters without control characters.");
        }

        if (request.SearchSpace.Length > 0 && !spaces.TryGet(request.SearchSpace, out _))
            throw Refusals.InvalidArgument([.. faults, ("search_space", spaces.Unknown(request.SearchSpace))]);
        var space = request.SearchSpace.Length == 0 ? spaces.Default : spaces[request.SearchSpace];
        foreach (var (field, message) in request.ModelConfig.Validate(space, "model_config"))
            Fault(field, message);
        var labels = ReadLabels(space, request, Fault);
        if (faults.Count > 0)
            throw Refusals.InvalidArgument(faults);
        return new NewImport
        {
            Target = request.Target,
            RequestId = request.RequestId.Length == 0 ? null : request.RequestId,
            SearchSpace = space.Name,
            Configuration = (request.ModelConfig ?? new ModelConfig()).ToDomain(space),
            Source = new Storage.Labels.ImportSource(source.Name, source.Licence, source.Notes),
            Labels = labels,
            Replace = request.Replace,
            Now = time.GetUtcNow(),
        };
    }

    private List<Label> ReadLabels(ISearchSpace space, ImportMeasurementsRequest request, Action<string, string> fault)
    {
        if (request.Latencies.Count == 0)
            fault("latencies", "The table has no latency: give at least one.");
        var labels = new List<Label>(request.Latencies.Count);
        var seen = new HashSet<Architecture>();
        for (var i = 0; i < request.Latencies.Count; i++)
        {
            var row = request.Latencies[i];
            if (!space.TryParse(row.Architecture, out var architecture, out var error))
                fault($"latencies[{i}].architecture", spaces.Explain(error, row.Architecture));
            else if (space.WhyNotMeasurable(architecture) is { } why)
                fault($"latencies[{i}].architecture", $"Architecture {space.Code(architecture)} cannot have been measured. {why}");
            else if (!seen.Add(architecture))
                fault($"latencies[{i}].architecture", $"Architecture {space.Code(architecture)} stands in the table twice.");
            else if (!double.IsFinite(row.LatencyMs) || row.LatencyMs <= 0)
                fault($"latencies[{i}].latency_ms", FormattableString.Invariant($"{row.LatencyMs} is not a latency in milliseconds above zero."));
            else
                labels.Add(new Label(architecture.ToString(), Latency.FromMilliseconds(row.LatencyMs)));
        }

        return labels;
    }
}
