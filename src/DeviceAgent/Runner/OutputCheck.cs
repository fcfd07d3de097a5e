using LatBench.Measurements;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LatBench.DeviceAgent.Runner;

/// <summary>Checks once, outside the timed region, that a model computes numbers.</summary>
internal static class OutputCheck
{
    /// <exception cref="JobException">An output holds a value that is not finite.</exception>
    public static void RequireFinite(string name, OrtValue output)
    {
        if (!output.IsTensor) return;
        var finite = output.GetTensorTypeAndShape().ElementDataType switch
        {
            TensorElementType.Float => All(output.GetTensorDataAsSpan<float>(), float.IsFinite),
            TensorElementType.Double => All(output.GetTensorDataAsSpan<double>(), double.IsFinite),
            TensorElementType.Float16 => All(output.GetTensorDataAsSpan<Float16>(), value => float.IsFinite((float)value)),
            _ => true,
        };
        if (!finite)
        {
            throw new JobException(
                FailureReason.InvalidOutput,
                $"The output '{name}' holds NaN or infinity for inputs in [-1, 1]; check the weights of the model.");
        }
    }

    private static bool All<T>(ReadOnlySpan<T> values, Func<T, bool> holds)
    {
        foreach (var value in values)
        {
            if (!holds(value)) return false;
        }

        return true;
    }
}
