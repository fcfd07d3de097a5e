namespace LatBench.Cli.Connection;

/// <summary>Follows the page tokens of a list call.</summary>
internal static class Pages
{
    /// <summary>All items, or the first <paramref name="limit"/> of them.</summary>
    /// <param name="read">Gives the page with a token ("" for the first) and the token of the next ("" after the last).</param>
    /// <param name="limit">Most items wanted.</param>
    public static async Task<List<T>> ReadAsync<T>(Func<string, Task<(IEnumerable<T> Items, string Next)>> read, int limit = int.MaxValue)
    {
        var items = new List<T>();
        var token = "";
        do
        {
            var page = await read(token);
            items.AddRange(page.Items.Take(limit - items.Count));
            token = page.Next;
        }
        while (token.Length > 0 && items.Count < limit);
        return items;
    }
}
