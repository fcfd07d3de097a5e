namespace LatBench.Plotting.Rendering;

/// <summary>Texts with a name in them that are too long for their place: the middle of the name is left out.</summary>
internal static class FittingText
{
    private const string LeftOut = "…";

    /// <summary>The longest form of the text that fits.</summary>
    /// <param name="format">Puts the name, or what is left of it, into the text.</param>
    /// <param name="name">The name.</param>
    /// <param name="fits">Determines whether a text fits.</param>
    public static string Of(Func<string, string> format, string name, Func<string, bool> fits)
    {
        if (fits(format(name)))
            return format(name);
        for (var kept = name.Length - 1; kept > 2; kept--)
        {
            var text = format(string.Concat(name.AsSpan(0, (kept + 1) / 2), LeftOut, name.AsSpan(name.Length - (kept / 2))));
            if (fits(text))
                return text;
        }

        return format(LeftOut);
    }
}
