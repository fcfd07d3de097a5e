using System.Globalization;
using System.Runtime.InteropServices;
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
                $"The output '{name}' holds NaN or infinity for the inputs that it was given; check the weights of the model, or give its inputs another range.");
        }
    }

    /// <exception cref="JobException">The output differs from the expected values by more than the tolerance, absolute and relative added.</exception>
    public static void RequireExpected(string name, OrtValue output, byte[] expected, double tolerance)
    {
        if (output.IsTensor && output.GetTensorTypeAndShape().ElementDataType == TensorElementType.String)
        {
            RequireExpectedTexts(name, output.GetStringTensorAsArray(), InputValues.TextsOf(expected));
            return;
        }

        var found = output.IsTensor ? output.GetTensorMutableRawData() : default;
        if (found.Length != expected.Length)
            throw new JobException(FailureReason.InvalidOutput, $"The output '{name}' has {found.Length} bytes, and {expected.Length} were expected: give the expected outputs of these inputs.");
        var (position, difference) = output.GetTensorTypeAndShape().ElementDataType switch
        {
            TensorElementType.Float => Worst(Cast<float>(found), Cast<float>(expected), value => value, tolerance),
            TensorElementType.Double => Worst(Cast<double>(found), Cast<double>(expected), value => value, tolerance),
            TensorElementType.Float16 => Worst(Cast<Half>(found), Cast<Half>(expected), value => (double)value, tolerance),
            TensorElementType.BFloat16 => Worst(Cast<BFloat16>(found), Cast<BFloat16>(expected), value => (float)value, tolerance),
            TensorElementType.Int8 => WorstWhole<sbyte>(found, expected),
            TensorElementType.Int16 => WorstWhole<short>(found, expected),
            TensorElementType.UInt16 => WorstWhole<ushort>(found, expected),
            TensorElementType.Int32 => WorstWhole<int>(found, expected),
            TensorElementType.UInt32 => WorstWhole<uint>(found, expected),
            TensorElementType.Int64 => WorstWhole<long>(found, expected),
            TensorElementType.UInt64 => WorstWhole<ulong>(found, expected),
            _ => WorstWhole<byte>(found, expected),
        };
        if (position is { } at)
        {
            throw new JobException(
                FailureReason.InvalidOutput,
                string.Create(CultureInfo.InvariantCulture, $"The output '{name}' differs from the expected one by {difference:G4} at element {at}, more than the tolerance {tolerance:G4} allows: check the model, or give a larger --check-tolerance."));
        }
    }

    private static void RequireExpectedTexts(string name, string[] found, string[] expected)
    {
        if (found.Length != expected.Length)
            throw new JobException(FailureReason.InvalidOutput, $"The output '{name}' has {found.Length} texts, and {expected.Length} were expected: give the expected outputs of these inputs.");
        for (var at = 0; at < found.Length; at++)
        {
            if (found[at] != expected[at])
                throw new JobException(FailureReason.InvalidOutput, $"The output '{name}' has another text than the expected one at element {at}: check the model, or give the expected outputs of these inputs.");
        }
    }

    private static ReadOnlySpan<T> Cast<T>(ReadOnlySpan<byte> bytes)
        where T : struct => MemoryMarshal.Cast<byte, T>(bytes);

    /// <summary>The whole number that is furthest from the expected one; none where all are equal.</summary>
    private static (int? Position, double Difference) WorstWhole<T>(ReadOnlySpan<byte> found, ReadOnlySpan<byte> expected)
        where T : struct, System.Numerics.IBinaryInteger<T> => Worst(Cast<T>(found), Cast<T>(expected), double.CreateSaturating, tolerance: 0, least: 1);

    /// <summary>The element that is furthest beyond what is allowed; none where all are within it.</summary>
    private static (int? Position, double Difference) Worst<T>(ReadOnlySpan<T> found, ReadOnlySpan<T> expected, Func<T, double> number, double tolerance, double least = 0)
        where T : IEquatable<T>
    {
        (int? Position, double Difference, double Excess) worst = (null, 0, 0);
        for (var at = 0; at < expected.Length; at++)
        {
            if (found[at].Equals(expected[at])) continue;
            // Large whole numbers that differ may be one number of double precision.
            var difference = Math.Max(least, Math.Abs(number(found[at]) - number(expected[at])));
            var excess = difference - (tolerance * (1 + Math.Abs(number(expected[at]))));
            // An expected value that is not finite is never met.
            if (double.IsNaN(excess)) excess = double.PositiveInfinity;
            if (excess > worst.Excess)
                worst = (at, difference, excess);
        }

        return (worst.Position, worst.Difference);
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
