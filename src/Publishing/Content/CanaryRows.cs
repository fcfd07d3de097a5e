using LatBench.Measurements;
using LatBench.Publishing.Tables;
using LatBench.Storage.Measurements;

namespace LatBench.Publishing.Content;

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
