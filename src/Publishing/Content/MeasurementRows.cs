using LatBench.Measurements;
using LatBench.Publishing.Tables;
using LatBench.SearchSpaces;
using LatBench.Storage.Measurements;
using LatBench.Storage.Models;

namespace LatBench.Publishing.Content;

/// <summary>The rows of one target, sorted out by verdict; a measurement becomes one row for every architecture that shares its model.</summary>
internal sealed class MeasurementRows
{
    public List<MeasurementRow> Valid { get; } = [];

    public List<MeasurementRow> Suspect { get; } = [];

    public List<MeasurementRow> Failed { get; } = [];

    public void Add(Measurement measurement, ArchitecturesByModel architectures)
    {
        var rows = measurement.Verdict switch
        {
            Verdict.Valid => Valid,
            Verdict.Suspect => Suspect,
            Verdict.Failed => Failed,
            _ => throw new InvalidDataException($"Measurement {measurement.Id} has no verdict and cannot be published."),
        };
        rows.AddRange(architectures.Of(measurement).Select(architecture => new MeasurementRow(architecture.Architecture.Text, architecture.Code, measurement)));
    }

    /// <summary>The same rows, apart by a property of theirs.</summary>
    public IReadOnlyDictionary<string, MeasurementRows> By(Func<MeasurementRow, string> property)
    {
        var parts = new Dictionary<string, MeasurementRows>(StringComparer.Ordinal);
        Divide(Valid, part => part.Valid);
        Divide(Suspect, part => part.Suspect);
        Divide(Failed, part => part.Failed);
        return parts;

        void Divide(List<MeasurementRow> rows, Func<MeasurementRows, List<MeasurementRow>> list)
        {
            foreach (var group in rows.GroupBy(property))
            {
                parts.TryAdd(group.Key, new MeasurementRows());
                list(parts[group.Key]).AddRange(group);
            }
        }
    }
}

/// <summary>The architectures of the selection, by the model that they share.</summary>
internal sealed class ArchitecturesByModel(SearchSpaceRegistry spaces)
{
    /// <summary>The digits of the SHA-256 that make the short name of an uploaded model.</summary>
    private const int CodeLength = 16;

    private readonly Dictionary<string, List<string>> _byModel = new(StringComparer.Ordinal);

    public static async Task<ArchitecturesByModel> ReadAsync(
        IPublicationSource source, SearchSpaceRegistry spaces, PublicationSelection selection, CancellationToken cancellationToken)
    {
        var architectures = new ArchitecturesByModel(spaces);
        await foreach (var (text, model) in source.ReadArchitecturesAsync(selection, cancellationToken))
        {
            if (!architectures._byModel.TryGetValue(model, out var sharing))
                architectures._byModel.Add(model, sharing = []);
            sharing.Add(text);
        }

        return architectures;
    }

    /// <summary>The architectures of one measurement's model.</summary>
    /// <exception cref="SnapshotRefusedException">There is none: the model came after the list was read. Or its space is not known.</exception>
    public IEnumerable<(Architecture Architecture, string Code)> Of(Measurement measurement)
    {
        var model = measurement.Model;
        var texts = _byModel.GetValueOrDefault(model.Sha256)
            ?? throw new SnapshotRefusedException($"The selection changed while it was read (model {model.Sha256} is new); make the snapshot again.");
        if (model.SearchSpace == UploadedModel.SearchSpace)
            return texts.Select(text => (new Architecture(UploadedModel.SearchSpace, text), text[..CodeLength]));
        if (!spaces.TryGet(model.SearchSpace, out var space))
            throw new SnapshotRefusedException($"The selection has measurements of the search space '{model.SearchSpace}', which this version of LatBench does not know: name campaigns without them, or use the version that took them.");
        return texts.Select(space.Parse).Select(architecture => (architecture, space.Code(architecture)));
    }
}

/// <summary>Gathers the readings of the canary on one target.</summary>
internal sealed class CanaryRows
{
    private readonly List<CanaryReading> _readings = [];

    public void Add(PublishedMeasurement published) =>
        _readings.AddRange(published.Passes.Select(pass => CanaryReading.Of(pass.Result)).OfType<CanaryReading>());

    /// <summary>The rows in the order of time.</summary>
    public IReadOnlyList<CanaryRow> Of(string target)
    {
        var history = CanaryHistory.Of(_readings);
        return
        [
            .. _readings.OrderBy(reading => reading.Time).ThenBy(reading => reading.Latency)
                .Select(reading => new CanaryRow(target, reading, history.LevelAt(reading.Time), history.StateOf(reading))),
        ];
    }
}
