using System.Text.Json;
using System.Text.Json.Serialization;
using LatBench.DeviceAgent.Providers;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Runner;

/// <summary>JSON of what passes between agent and runner.</summary>
[JsonSourceGenerationOptions(Converters = [typeof(LatencyConverter)])]
[JsonSerializable(typeof(JobPlan))]
[JsonSerializable(typeof(JobOutcome))]
[JsonSerializable(typeof(ProviderReport))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class RunnerMessages : JsonSerializerContext;

/// <summary>A latency as its number of nanoseconds.</summary>
internal sealed class LatencyConverter : JsonConverter<Latency>
{
    public override Latency Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Latency.FromNanoseconds(reader.GetDouble());

    public override void Write(Utf8JsonWriter writer, Latency value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.Nanoseconds);
}
