namespace LatBench.SearchSpaces;

/// <summary>Shorthands over <see cref="ISearchSpace"/>.</summary>
public static class SearchSpaceExtensions
{
    /// <summary>Parses a text.</summary>
    /// <param name="space">The space.</param>
    /// <param name="text">Any form of text that the space reads.</param>
    /// <exception cref="FormatException">It is no architecture of the space; the message names the position and what was expected there.</exception>
    public static Architecture Parse(this ISearchSpace space, string text) =>
        space.TryParse(text, out var architecture, out var error) ? architecture : throw new FormatException(error.Message);

    /// <summary>Finds an input by its exact name; null where the space has none of this name.</summary>
    /// <param name="space">The space.</param>
    /// <param name="name">Such as <c>cifar100</c>.</param>
    public static InputSpec? FindInput(this ISearchSpace space, string name) => space.Inputs.FirstOrDefault(input => input.Name == name);
}
