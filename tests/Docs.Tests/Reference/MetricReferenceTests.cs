using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace LatBench.Docs.Tests.Reference;

/// <summary>Holds docs/reference/metrics.md to the instruments of the coordinator and the tags that they are given.</summary>
public sealed class MetricReferenceTests
{
    [Fact]
    public void Document_has_every_metric()
    {
        var instruments = new SortedDictionary<string, (Instrument Instrument, SortedSet<string> Tags)>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name != "latbench")
                return;
            instruments[instrument.Name] = (instrument, []);
            self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
        listener.Start();
        RecordEverything();

        var text = new StringBuilder(
            """
            The coordinator serves its metrics at `/metrics` of its HTTP address, for Prometheus, without a token. Where `OTEL_EXPORTER_OTLP_ENDPOINT` is set it also sends them by OpenTelemetry.
            No label has the name of a model, a device or a person. Beside these come those of the .NET runtime (`System.Runtime`) and of the web server (`Microsoft.AspNetCore.Server.Kestrel`).
            A series to which nothing was added for five minutes leaves the page until something is.

            | in Prometheus | in OpenTelemetry | kind | unit | labels | meaning |
            |---|---|---|---|---|---|

            """);
        foreach (var (name, (instrument, tags)) in instruments)
        {
            var kind = instrument.GetType().Name.Split('`')[0].ToLowerInvariant();
            text.Append(
                CultureInfo.InvariantCulture,
                $"| `latbench_{name.Replace('.', '_')}` | `{name}` | {kind} | {instrument.Unit!.Trim('{', '}')} | {string.Join(", ", tags.Select(tag => $"`{tag}`"))} | {instrument.Description} |\n");
        }

        Assert.NotEmpty(instruments);
        GeneratedDocument.Check("Metrics", text.ToString(), "docs", "reference", "metrics.md");

        void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var tag in tags)
                instruments[instrument.Name].Tags.Add(tag.Key);
        }
    }

    /// <summary>Calls every method of the class that records, with any values.</summary>
    private static void RecordEverything()
    {
        var type = Assembly.Load("LatBench.Coordinator").GetType("LatBench.Coordinator.Observability.CoordinatorMetrics", throwOnError: true)!;
        using var metrics = (IDisposable)Activator.CreateInstance(type)!;
        foreach (var method in type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly).Where(method => method.Name != "Dispose"))
            method.Invoke(metrics, [.. method.GetParameters().Select(parameter => parameter.ParameterType == typeof(string) ? "x" : Activator.CreateInstance(parameter.ParameterType))]);
    }
}
