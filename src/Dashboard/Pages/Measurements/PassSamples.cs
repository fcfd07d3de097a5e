using LatBench.Contracts.V1;

namespace LatBench.Dashboard.Pages.Measurements;

/// <summary>The samples of a pass that a chart shows: all of them, or some at equal distances with the least and the greatest.</summary>
/// <param name="Number">The number of the pass.</param>
/// <param name="State">Its state: counted, contended or left-out.</param>
/// <param name="Taken">The number of its samples.</param>
/// <param name="Shown">The samples, in the order in which they were taken.</param>
internal sealed record PassSamples(int Number, string State, int Taken, (int Place, double Milliseconds)[] Shown)
{
    /// <summary>The largest number of samples that are shown of a pass.</summary>
    public const int MaxShown = 400;

    private const double NanosecondsPerMillisecond = 1e6;

    /// <summary>Gets the samples of passes.</summary>
    public static IReadOnlyList<PassSamples> Of(IEnumerable<Pass> passes) => [.. passes.Select(Of)];

    /// <summary>Gets the state of a pass in one word.</summary>
    public static string StateOf(Pass pass) => !pass.Counted ? "left-out" : pass.Result.HasContended && pass.Result.Contended ? "contended" : "counted";

    private static PassSamples Of(Pass pass)
    {
        var samples = pass.Result.SamplesNs;
        var places = samples.Count <= MaxShown
            ? Enumerable.Range(0, samples.Count)
            : Enumerable.Range(0, MaxShown).Select(i => (int)((long)i * samples.Count / MaxShown)).Append(samples.IndexOf(samples.Min())).Append(samples.IndexOf(samples.Max())).Distinct().Order();
        return new PassSamples(pass.Number, StateOf(pass), samples.Count, [.. places.Select(place => (place, samples[place] / NanosecondsPerMillisecond))]);
    }
}
