namespace LatBench.SearchSpaces;

/// <summary>A point of a search space, in the space's own text form.</summary>
/// <param name="Space">The name of the space, such as <c>nas-bench-201</c>.</param>
/// <param name="Text">The text as the space prints it; two texts that the space parses to the same point are printed alike.</param>
public readonly record struct Architecture(string Space, string Text)
{
    /// <inheritdoc/>
    public override int GetHashCode() => Text?.GetHashCode(StringComparison.Ordinal) ?? 0; // texts of different spaces rarely meet

    /// <summary>Gets the <see cref="Text"/>.</summary>
    public override string ToString() => Text;
}
