using System.CommandLine;
using System.Diagnostics;
using System.IO.Compression;
using LatBench.Exporter;
using LatBench.Models;
using LatBench.SearchSpaces;

namespace LatBench.Bench;

/// <summary>
/// Measures the speed of exporting models, SHA-256 included, and the size of a dispatched graph. Shared and embedded storage take turns
/// over the same models on one thread.
/// </summary>
internal static class ExportBench
{
    private const string Name = "export";

    private const int RoundCount = 9;

    private const int SharedModels = 1_000;

    private const int EmbeddedModels = 100;

    /// <summary>In spaces whose models are tens of megabytes.</summary>
    private const int LargeEmbeddedModels = 4;

    private const int HashedCells = 20_000;

    private const ulong Seed = 1;

    public static Command Command() => BenchCommand.Create(
        Name, "How fast models are exported, and how large a dispatched graph is.", [BenchSpace.Name], (parsed, _) => Task.FromResult<object>(Run(BenchSpace.Of(parsed))));

    private static Dictionary<string, object> Run(ISearchSpace space)
    {
        var figures = new Dictionary<string, object> { ["bench"] = Name };
        if (space.Size > SpaceIndex.MaxSize)
            Enumerate(space, figures); // first: a space may keep what drawing a sample has enumerated
        var specs = space.Sample(SharedModels, Seed).Select(architecture => new ModelSpec(space, architecture)).ToArray();
        var embeddedModels = space == SearchSpaceRegistry.BuiltIn.Default ? EmbeddedModels : LargeEmbeddedModels;
        Console.WriteLine(
            $"settings: {RoundCount} rounds after one to warm up, one thread; a round exports {SharedModels} models shared and " +
            $"the first {embeddedModels} of them embedded; seed {Seed}; {space.Name}, {space.DefaultInput.Name}, batch 1, fp32, pruned");

        var (shared, embedded, busy) = (new Rounds(), new Rounds(), new Rounds());
        for (var round = 0; round <= RoundCount; round++)
        {
            var cpu = Environment.CpuUsage.TotalTime;
            var sharedTime = Time(specs, ModelExporter.ExportShared);
            cpu = Environment.CpuUsage.TotalTime - cpu;
            var embeddedTime = Time(specs.AsSpan(0, embeddedModels), ModelExporter.ExportEmbedded);
            if (round == 0)
                continue; // just-in-time compilation, and the weights, which are made once
            shared.Add(SharedModels / sharedTime.TotalSeconds);
            embedded.Add(embeddedModels / embeddedTime.TotalSeconds);
            busy.Add(cpu / sharedTime);
        }

        var sizes = specs.Select(spec => ModelExporter.ExportShared(spec).Graph).Select(graph => (graph.Length, Gzip: Gzip(graph))).ToArray();
        var largestSpec = Largest(space, specs);
        var largest = ModelExporter.ExportShared(largestSpec).Graph;
        var (meanBytes, meanGzip) = (sizes.Average(size => size.Length), sizes.Average(size => size.Gzip));

        Console.WriteLine($"shared:   {shared.Median:F0} models/s (rounds {shared.Minimum:F0} to {shared.Maximum:F0}), {busy.Median:F2} cores busy");
        Console.WriteLine($"embedded: {embedded.Median:F0} models/s (rounds {embedded.Minimum:F0} to {embedded.Maximum:F0})");
        Console.WriteLine($"ratio:    shared is {shared.Median / embedded.Median:F1} times as fast as embedded");
        Console.WriteLine($"graph:    mean {meanBytes:F0} bytes, gzip {meanGzip:F0}, at most {sizes.Max(size => size.Gzip)} in the sample");
        Console.WriteLine($"largest:  {space.Code(largestSpec.Architecture)}, {largest.Length} bytes, gzip {Gzip(largest)}");
        Console.WriteLine($"weights:  {SharedWeights.For(space, space.DefaultInput, Precision.Fp32).Bytes.Length} bytes, downloaded once");
        figures["models_per_second"] = Math.Round(shared.Median, 1);
        figures["mean_graph_bytes"] = Math.Round(meanBytes);
        figures["mean_graph_bytes_gzip"] = Math.Round(meanGzip);
        figures["max_graph_bytes_gzip"] = Math.Max(sizes.Max(size => size.Gzip), Gzip(largest));
        figures["embedded_models_per_second"] = Math.Round(embedded.Median, 1);
        if (space != SearchSpaceRegistry.BuiltIn.Default)
            figures["space"] = space.Name;
        if (space.Columns is { } columns)
            Hash(space, columns, figures);
        return figures;
    }

    /// <summary>Times the keys by which published tables find architectures, their texts read included.</summary>
    private static void Hash(ISearchSpace space, IArchitectureColumns columns, Dictionary<string, object> figures)
    {
        var (architectures, rates) = (space.Sample(HashedCells, Seed), new Rounds());
        for (var round = 0; round <= RoundCount; round++)
        {
            var start = Stopwatch.GetTimestamp();
            foreach (var architecture in architectures)
                columns.Key(architecture);
            if (round > 0)
                rates.Add(HashedCells / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        Console.WriteLine($"keys:     {rates.Median:F0} a second (rounds {rates.Minimum:F0} to {rates.Maximum:F0})");
        figures["keys_per_second"] = Math.Round(rates.Median);
    }

    /// <summary>Times the enumeration of a space that is listed nowhere else.</summary>
    private static void Enumerate(ISearchSpace space, Dictionary<string, object> figures)
    {
        var start = Stopwatch.GetTimestamp();
        var count = space.Enumerate().LongCount();
        var elapsed = Stopwatch.GetElapsedTime(start);
        Console.WriteLine(FormattableString.Invariant($"space:    {count} architectures enumerated in {elapsed.TotalSeconds:F1} s"));
        (figures["enumerated"], figures["enumeration_seconds"]) = (count, Math.Round(elapsed.TotalSeconds, 1));
    }

    /// <summary>The model with the most parameters: of the whole space where it is small, else of the sample.</summary>
    private static ModelSpec Largest(ISearchSpace space, ModelSpec[] specs) =>
        new(space, (SpaceIndex.Of(space)?.Measurable ?? [.. specs.Select(spec => spec.Architecture)]).MaxBy(architecture => space.Costs(architecture, space.DefaultInput).Parameters));

    private static TimeSpan Time(ReadOnlySpan<ModelSpec> specs, Func<ModelSpec, ExportedModel> export)
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var spec in specs)
            export(spec);
        return Stopwatch.GetElapsedTime(start);
    }

    private static long Gzip(byte[] graph)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(graph);
        return target.Length;
    }
}
