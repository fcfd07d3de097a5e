using LatBench.Cli.Connection;
using LatBench.Cli.Measure;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Models;

/// <summary>The names of measured models for people: of uploaded models that of their file, of others their architecture.</summary>
internal sealed class MeasuredNames
{
    /// <summary>The search space of uploaded models.</summary>
    public const string UploadedSpace = "onnx";

    private const string Prefix = "models/";

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>Reads the names of the uploaded models among measurements; makes no call where there are none.</summary>
    public static async Task<MeasuredNames> ReadAsync(CoordinatorConnection connection, IEnumerable<Measurement> measurements, CancellationToken cancellationToken)
    {
        var names = new MeasuredNames();
        if (!measurements.Any(measurement => measurement.SearchSpace == UploadedSpace))
            return names;
        foreach (var model in await UploadedNames.ReadAllAsync(connection, cancellationToken))
            names._names[model.Name[Prefix.Length..]] = model.DisplayName;
        return names;
    }

    /// <summary>Makes names of files that were just measured: those of the files, with their folders where two have one name.</summary>
    /// <param name="result">What a measure command did.</param>
    public static MeasuredNames Of(MeasureResult result)
    {
        var names = new MeasuredNames();
        var files = result.Rows.Where(row => row.Model is not null).DistinctBy(row => row.Path).ToArray();
        foreach (var file in files)
        {
            var name = Path.GetFileName(file.Path);
            names._names.TryAdd(file.Model!.Name[Prefix.Length..], files.Count(other => Path.GetFileName(other.Path) == name) == 1 ? name : file.Path);
        }

        return names;
    }

    /// <summary>The name of the model of a measurement.</summary>
    public string Of(Measurement measurement) =>
        measurement.SearchSpace == UploadedSpace && _names.TryGetValue(measurement.EffectiveCell, out var name) ? name : measurement.EffectiveCell;
}
