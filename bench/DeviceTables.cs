using LatBench.LatencyTables;
using LatBench.Prediction.Labels;
using LatBench.SearchSpaces;

namespace LatBench.Bench;

/// <summary>The devices of several tables of latencies: each column is one, with its own name, or, where it is the only one of its file, with that of the file.</summary>
internal sealed class DeviceTables
{
    private readonly ISearchSpace _space;

    private readonly Dictionary<string, List<(string File, string Column)>> _devices = [];

    /// <param name="space">The space of the architectures.</param>
    /// <param name="files">CSV files.</param>
    /// <exception cref="BenchException">One cannot be read.</exception>
    public DeviceTables(ISearchSpace space, IEnumerable<string> files)
    {
        _space = space;
        foreach (var file in files)
        {
            var columns = Columns(file);
            foreach (var column in columns)
                Add(column, file, column);
            if (columns is [var only])
                Add(Path.GetFileNameWithoutExtension(file), file, only);
        }
    }

    /// <summary>Reads the latencies of a device.</summary>
    /// <exception cref="BenchException">There is none of this name, or several, or its column cannot be used.</exception>
    public LabelledArchitecture[] Labels(string device) => _devices.GetValueOrDefault(device) switch
    {
        [var (file, column)] => BenchSpace.Labels(_space, file, column),
        null => throw new BenchException($"There is no device '{device}': use one of {string.Join(", ", _devices.Where(known => known.Value.Count == 1).Select(known => known.Key))}."),
        var several => throw new BenchException($"'{device}' is a column of {string.Join(" and ", several.Select(place => Path.GetFileName(place.File)))}: name the file where it has one column only, or rename the columns."),
    };

    private IReadOnlyList<string> Columns(string file)
    {
        try
        {
            return LatencyTable.Open(_space, file).Columns;
        }
        catch (TableException exception)
        {
            throw new BenchException(exception.Message);
        }
    }

    private void Add(string device, string file, string column)
    {
        if (!_devices.TryGetValue(device, out var places))
            _devices[device] = places = [];
        if (!places.Contains((file, column)))
            places.Add((file, column));
    }
}
