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
}
