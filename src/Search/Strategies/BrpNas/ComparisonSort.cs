namespace LatBench.Search.Strategies.BrpNas;

/// <summary>Merge sort: it asks n·log n comparisons, keeps the order of what is alike, and ends even where the comparisons contradict each other, as a learnt relation may.</summary>
internal static class ComparisonSort
{
    /// <summary>Sorts.</summary>
    /// <param name="items">Left as they are.</param>
    /// <param name="isBetter">Returns true where the first comes before the second.</param>
    public static T[] Sort<T>(IReadOnlyList<T> items, Func<T, T, bool> isBetter)
    {
        T[] from = [.. items];
        var to = new T[from.Length];
        for (var width = 1; width < from.Length; width *= 2)
        {
            for (var first = 0; first < from.Length; first += 2 * width)
                Merge(from, to, first, Math.Min(first + width, from.Length), Math.Min(first + (2 * width), from.Length), isBetter);
            (from, to) = (to, from);
        }

        return from;
    }

    private static void Merge<T>(T[] from, T[] to, int first, int middle, int end, Func<T, T, bool> isBetter)
    {
        var (left, right) = (first, middle);
        for (var place = first; place < end; place++)
            to[place] = left < middle && (right >= end || !isBetter(from[right], from[left])) ? from[left++] : from[right++];
    }
}
