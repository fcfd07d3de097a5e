using LatBench.Measurements;
using LatBench.Publishing.Tables;
using LatBench.Storage.Measurements;

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
        rows.AddRange(architectures.Of(measurement).Select(architecture => new MeasurementRow(architecture.Text, architecture.Code, measurement)));
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
