using System.Globalization;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;

namespace LatBench.Contracts.Mapping;

/// <summary>Checks a profile that came over the wire before it becomes a domain value.</summary>
public static class ProfileValidator
{
    /// <summary>Most operators of one profile that are taken in.</summary>
    public const int MaxOperators = 20_000;

    /// <summary>Most tensors of one operator: concatenations have many.</summary>
    private const int MaxTensors = 2_000;

    private const int MaxDimensions = 64;
    private const int MaxText = 500;
    private const double MaxNs = 3_600_000_000_000;

    /// <summary>The last second of the year 9999, the last that a timestamp may hold.</summary>
    private const long LastSecond = 253_402_300_799;

    /// <summary>Every fault, as field and sentence, of each field the first; empty where the message is good.</summary>
    public static IReadOnlyList<(string Field, string Message)> Validate(V1.OperatorProfile? profile)
    {
        if (profile is null)
            return [("profile", "The profile is missing.")];

        var faults = new List<(string, string)>();
        if (profile.Operators.Count is 0 or > MaxOperators)
            faults.Add(("profile.operators", Invariant($"There are {profile.Operators.Count} operators; 1 to {MaxOperators} are allowed.")));
        if (profile.Runs < 1)
            faults.Add(("profile.runs", Invariant($"{profile.Runs} runs are out of range; 1 and more are allowed.")));
        if (!IsDuration(profile.RunNs))
            faults.Add(("profile.run_ns", Invariant($"{profile.RunNs} ns is out of range; 0 to {MaxNs} is allowed.")));
        if (!IsTime(profile.StartTime))
            faults.Add(("profile.start_time", "The start time is missing or no valid time."));
        if (!IsTime(profile.EndTime))
            faults.Add(("profile.end_time", "The end time is missing or no valid time."));
        for (var i = 0; i < Math.Min(profile.Operators.Count, MaxOperators); i++)
        {
            if (Fault(profile.Operators[i]) is { } fault)
            {
                faults.Add((Invariant($"profile.operators[{i}].{fault.Field}"), fault.Message));
                break;
            }
        }

        return faults;
    }

    private static (string Field, string Message)? Fault(V1.ProfiledOperator one)
    {
        if (one.Calls < 1)
            return ("calls", Invariant($"{one.Calls} calls are out of range; 1 and more are allowed."));
        if (!IsDuration(one.MeanNs))
            return ("mean_ns", Invariant($"{one.MeanNs} ns is out of range; 0 to {MaxNs} is allowed."));
        foreach (var (field, text) in new[] { ("name", one.Name), ("op_type", one.OpType), ("provider", one.Provider) })
        {
            if (!IsText(text))
                return (field, $"The text is longer than {MaxText} characters or has control characters.");
        }

        return Fault("inputs", one.Inputs) ?? Fault("outputs", one.Outputs);
    }

    private static (string Field, string Message)? Fault(string field, RepeatedField<V1.ProfiledTensor> tensors)
    {
        if (tensors.Count > MaxTensors)
            return (field, Invariant($"There are {tensors.Count} tensors; up to {MaxTensors} are allowed."));
        foreach (var (index, tensor) in tensors.Index())
        {
            if (!IsTypeName(tensor.Type) || tensor.Dims.Count > MaxDimensions || tensor.Dims.Any(size => size < 0))
                return (Invariant($"{field}[{index}]"), Invariant($"A tensor needs the name of a type, and up to {MaxDimensions} dimensions of 0 or more."));
        }

        return null;
    }

    private static bool IsText(string text) => text.Length <= MaxText && !text.Any(char.IsControl);

    /// <summary>A name without brackets: a tensor is stored as text, <c>float[1,3]</c>.</summary>
    private static bool IsTypeName(string text) => text.Length is > 0 and <= MaxText && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '(' or ')');

    private static bool IsDuration(double ns) => ns is >= 0 and <= MaxNs;

    private static bool IsTime(Timestamp? time) => time is { Seconds: >= 0 and <= LastSecond, Nanos: >= 0 and <= 999_999_999 };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
