namespace LatBench.SearchSpaces;

/// <summary>The publication that defines a search space; datasets of its architectures cite it.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Authors">Its authors, in their order.</param>
/// <param name="Collection">The proceedings or journal that it appeared in.</param>
/// <param name="Year">The year.</param>
public sealed record SpacePaper(string Title, IReadOnlyList<PaperAuthor> Authors, string Collection, int Year);

/// <summary>An author of a publication.</summary>
/// <param name="FamilyNames">Family names.</param>
/// <param name="GivenNames">Given names.</param>
public sealed record PaperAuthor(string FamilyNames, string GivenNames);
