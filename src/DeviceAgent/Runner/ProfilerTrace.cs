using System.Text.Json;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Runner;

/// <summary>The output of ONNX Runtime's profiler: a list of events in Chrome's trace format, one for every call of an operator and one for every inference.</summary>
/// <param name="Operators">The operators in the order in which they first ran.</param>
/// <param name="Runs">Inferences that count.</param>
/// <param name="Run">Mean duration of one of them.</param>
internal sealed record ProfilerTrace(IReadOnlyList<ProfiledOperator> Operators, int Runs, Latency Run)
{
    private const double NanosecondsPerMicrosecond = 1000;
    private const string InferenceEvent = "model_run";
    private const string CallSuffix = "_kernel_time";
    private const string ProviderSuffix = "ExecutionProvider";

    /// <summary>Reads the events of the inferences after the first <paramref name="warmUpRuns"/>.</summary>
    /// <exception cref="JobException">It is no such list, or has no such inference.</exception>
    public static ProfilerTrace Read(byte[] json, int warmUpRuns)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement.EnumerateArray().Select(Event.Of).OfType<Event>().ToArray(), warmUpRuns);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new JobException(FailureReason.Internal, $"What the profiler of ONNX Runtime wrote cannot be read: {exception.Message}");
        }
    }

    private static ProfilerTrace Read(Event[] events, int warmUpRuns)
    {
        Event[] runs = [.. events.Where(one => one.IsInference).OrderBy(one => one.StartUs).Skip(warmUpRuns)];
        Event[] calls = runs.Length == 0 ? [] : [.. events.Where(one => !one.IsInference && one.StartUs >= runs[0].StartUs)];
        if (calls.Length == 0)
            throw new JobException(FailureReason.Internal, "The profiler of ONNX Runtime wrote no operator; the model may have none that runs.");
        var operators = calls
            .GroupBy(call => (call.NodeIndex, call.Name, call.OperatorType, call.Provider))
            .Select(group => new ProfiledOperator
            {
                Name = group.Key.Name,
                OperatorType = group.Key.OperatorType,
                Provider = group.Key.Provider,
                Calls = group.Count(),
                MeanNs = group.Average(call => call.DurationUs) * NanosecondsPerMicrosecond,
                Inputs = group.First().Inputs,
                Outputs = group.First().Outputs,
            });
        return new ProfilerTrace([.. operators], runs.Length, Latency.FromNanoseconds(runs.Average(run => run.DurationUs) * NanosecondsPerMicrosecond));
    }

    /// <summary>One inference, or one call of an operator.</summary>
    private sealed record Event(bool IsInference, string Name, string OperatorType, string Provider, string NodeIndex, long StartUs, long DurationUs)
    {
        public IReadOnlyList<ProfiledTensor> Inputs { get; private init; } = [];

        public IReadOnlyList<ProfiledTensor> Outputs { get; private init; } = [];

        /// <summary>Null for events of other kinds.</summary>
        public static Event? Of(JsonElement element)
        {
            var (category, name) = (Text(element, "cat"), Text(element, "name"));
            var isInference = category == "Session" && name == InferenceEvent;
            if (!isInference && !(category == "Node" && name.EndsWith(CallSuffix, StringComparison.Ordinal)))
                return null;
            var (start, duration) = (element.GetProperty("ts").GetInt64(), element.GetProperty("dur").GetInt64());
            if (isInference)
                return new Event(true, name, "", "", "", start, duration);
            var arguments = element.GetProperty("args");
            var provider = Text(arguments, "provider");
            return new Event(
                false,
                name[..^CallSuffix.Length],
                Text(arguments, "op_name"),
                (provider.EndsWith(ProviderSuffix, StringComparison.Ordinal) ? provider[..^ProviderSuffix.Length] : provider).ToLowerInvariant(),
                Text(arguments, "node_index"),
                start,
                duration)
            {
                Inputs = Tensors(arguments, "input_type_shape"),
                Outputs = Tensors(arguments, "output_type_shape"),
            };
        }

        /// <summary>A list of objects with one property each: the type of the elements, and the dimensions as its value.</summary>
        private static IReadOnlyList<ProfiledTensor> Tensors(JsonElement arguments, string name)
        {
            if (!arguments.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
                return [];
            return [.. list.EnumerateArray()
                .SelectMany(tensor => tensor.EnumerateObject())
                .Select(tensor => new ProfiledTensor(tensor.Name, [.. tensor.Value.EnumerateArray().Select(size => size.GetInt64())]))];
        }

        private static string Text(JsonElement element, string name) =>
            element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
    }
}
