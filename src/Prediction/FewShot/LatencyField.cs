using LatBench.Prediction.Labels;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Prediction.FewShot;

/// <summary>The log latency of every measurable architecture on one device, relative to their mean: measured where it was, else predicted.</summary>
internal static class LatencyField
{
    public static double[] Of(DeviceLabels device, TrainingOptions options, CancellationToken cancellationToken)
    {
        var measured = device.Labels.ToDictionary(label => label.Architecture, label => label.LogMilliseconds);
        var field = new double[Space.Measurable.Count];
        var missing = Enumerable.Range(0, field.Length).Where(i => !measured.ContainsKey(Space.Measurable[i])).ToArray();
        for (var i = 0; i < field.Length; i++)
            field[i] = measured.GetValueOrDefault(Space.Measurable[i]);
        if (missing.Length > 0)
        {
            var predictions = Predictor(device, options, cancellationToken).Predict([.. missing.Select(i => Space.Measurable[i])]);
            for (var i = 0; i < missing.Length; i++)
                field[missing[i]] = Math.Log(predictions[i].Latency.Milliseconds);
        }

        var mean = field.Average();
        return [.. field.Select(log => log - mean)];
    }

    private static TrainedPredictor Predictor(DeviceLabels device, TrainingOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return Trainers.Named(Trainers.Default).Train(TrainingLabels.Of(device.Labels, options.Seed), options, null, cancellationToken);
        }
        catch (PredictionException exception)
        {
            throw new PredictionException($"Device '{device.Device}' cannot be part of a prior: {exception.Message}", exception);
        }
    }
}
