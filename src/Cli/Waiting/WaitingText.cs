using LatBench.Cli.Rendering;

namespace LatBench.Cli.Waiting;

/// <summary>The reasons why something waits, in words.</summary>
internal static class WaitingText
{
    /// <summary>Explains the reason and says what to do about it.</summary>
    public static string Sentences(Contracts.V1.Waiting waiting) =>
        waiting.Remedy.Length > 0 ? $"{waiting.Explanation} {waiting.Remedy}" : waiting.Explanation;

    /// <summary>Explains the same, with the time that it has lasted.</summary>
    public static string Sentences(Contracts.V1.Waiting waiting, TimeProvider time) =>
        waiting.SinceTime is { } since && time.GetUtcNow() - since.ToDateTimeOffset() is { Ticks: > 0 } elapsed
            ? $"{Sentences(waiting)} (for {Figures.Duration(elapsed)})"
            : Sentences(waiting);

    /// <summary>Returns the reason in two or three words, such as <c>disk full</c>; the mark for no value where it does not wait.</summary>
    public static string Word(Contracts.V1.Waiting? waiting) => waiting is null ? Figures.None : Words.Of(waiting.Reason);

    /// <summary>One pair for each entry, for a listing of names and values.</summary>
    public static IEnumerable<(string Name, string Value)> Pairs(IEnumerable<Contracts.V1.Waiting> waiting, TimeProvider time) =>
        waiting.Select((entry, i) => (i == 0 ? "Waiting" : "", Sentences(entry, time)));
}
