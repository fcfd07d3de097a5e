using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace LatBench.SearchSpaces;

/// <summary>The search spaces by name. A program has one registry, which <see cref="BuiltIn"/> begins.</summary>
/// <param name="spaces">The spaces; the first one is the default.</param>
public sealed class SearchSpaceRegistry(params IReadOnlyList<ISearchSpace> spaces)
{
    private readonly FrozenDictionary<string, ISearchSpace> _byName = spaces.ToFrozenDictionary(space => space.Name);

    /// <summary>Gets the registry of the spaces that LatBench comes with.</summary>
    public static SearchSpaceRegistry BuiltIn { get; } = new(
        new NasBench201.NasBench201Space(),
        new NasBench101.NasBench101Space(),
        new Darts.DartsSpace());

    /// <summary>Gets the spaces; the first one is the default.</summary>
    public IReadOnlyList<ISearchSpace> Spaces => spaces;

    /// <summary>Gets the space that is taken where none is named.</summary>
    public ISearchSpace Default => spaces[0];

    /// <summary>Gets the space with a name.</summary>
    /// <param name="name">Such as <c>nas-bench-201</c>.</param>
    /// <exception cref="ArgumentException">There is no such space; the message lists those that there are.</exception>
    public ISearchSpace this[string name] => TryGet(name, out var space) ? space : throw new ArgumentException(Unknown(name), nameof(name));

    /// <summary>Finds a space by its exact name.</summary>
    /// <param name="name">Such as <c>nas-bench-201</c>.</param>
    /// <param name="space">The space, where there is one of this name.</param>
    /// <returns>True where there is one.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out ISearchSpace? space) => _byName.TryGetValue(name, out space);

    /// <summary>Gets the sentence that says that there is no such space, and which there are.</summary>
    /// <param name="name">The name that was asked for.</param>
    public string Unknown(string name) => $"There is no search space '{name}': use one of {string.Join(", ", spaces.Select(space => space.Name))}.";
}
