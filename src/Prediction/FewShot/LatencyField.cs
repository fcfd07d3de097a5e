using LatBench.Prediction.Labels;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.FewShot;

/// <summary>The log latency of every measurable architecture on one device, relative to their mean: measured where it was, else predicted.</summary>
internal static class LatencyField
{
    public static double[] Of(ISearchSpace space, IReadOnlyList<Architecture> architectures, DeviceLabels device, TrainingOptions options, CancellationToken cancellationToken)
    {
        var measured = device.Labels.ToDictionary(label => label.Architecture, label => label.LogMilliseconds);
        var field = new double[architectures.Count];
        var missing = Enumerable.Range(0, field.Length).Where(i => !measured.ContainsKey(architectures[i])).ToArray();
        for (var i = 0; i < field.Length; i++)
            field[i] = measured.GetValueOrDefault(architectures[i]);
        if (missing.Length > 0)
        {
            var predictions = Predictor(space, device, options, cancellationToken).Predict([.. missing.Select(i => architectures[i])]);
            for (var i = 0; i < missing.Length; i++)
                field[missing[i]] = Math.Log(predictions[i].Latency.Milliseconds);
        }

        var mean = field.Average();
        return [.. field.Select(log => log - mean)];
    }

    private static TrainedPredictor Predictor(ISearchSpace space, DeviceLabels device, TrainingOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return Trainers.Named(Trainers.Default).Train(TrainingLabels.Of(space, device.Labels, options.Seed), options, null, cancellationToken);
        }
        catch (PredictionException exception)
        {
            throw new PredictionException($"Device '{device.Device}' cannot be part of a prior: {exception.Message}", exception);
        }
    }
}
