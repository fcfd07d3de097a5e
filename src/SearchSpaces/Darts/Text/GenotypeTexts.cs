using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace LatBench.SearchSpaces.Darts;

/// <summary>Genotypes from and to texts.</summary>
internal static partial class GenotypeTexts
{
    private const string Forms = "a genotype, 'Genotype(normal=[…' or 'sep3.0+sep3.1|…/…'";

    /// <summary>Gets the architecture of a genotype.</summary>
    public static Architecture Of(Genotype genotype) => new(DartsSpace.SpaceName, GenotypeWriter.Text(genotype));

    /// <summary>Gets the genotype of an architecture.</summary>
    /// <exception cref="ArgumentException">It is of another space.</exception>
    /// <exception cref="FormatException">The text is no architecture.</exception>
    public static Genotype Parse(Architecture architecture)
    {
        if (architecture.Space != DartsSpace.SpaceName)
            throw new ArgumentException($"'{architecture.Text}' is of the space '{architecture.Space}', not of {DartsSpace.SpaceName}.", nameof(architecture));
        return TryParse(architecture.Text, out var genotype, out var error) ? genotype : throw new FormatException(error.Message);
    }

    /// <summary>Gets the canonical genotype of an architecture.</summary>
    public static Genotype ParseCanonical(Architecture architecture) => CanonicalForm.Of(Parse(architecture));

    public static bool TryParse(string? text, [NotNullWhen(true)] out Genotype? genotype, [NotNullWhen(false)] out ParseError? error)
    {
        text ??= "";
        var reader = new GenotypeReader(text);
        genotype = null;
        if (OtherSpace(text) is { } other)
            reader.Fail($"{Forms}; this looks like an architecture of {other}", text.Length);
        else if (text.AsSpan().TrimStart() is ['G', ..])
            genotype = new PythonParser(reader).Parse();
        else if (text is [>= 'a' and <= 'z', ..])
            genotype = new CompactParser(reader).Parse();
        else
            reader.Fail(Forms);
        error = genotype is null ? reader.Error! : null;
        return genotype is not null;
    }

    private static string? OtherSpace(string text) => text switch
    {
        ['|', ..] => "nas-bench-201",
        ['{', ..] => "nas-bench-101",
        [>= '0' and <= '9', ..] when Code().IsMatch(text) => "nas-bench-201",
        [>= '0' and <= '9', ..] when Matrix().IsMatch(text) => "nas-bench-101",
        [(>= '0' and <= '9') or (>= 'a' and <= 'f'), ..] when Hash().IsMatch(text) => "nas-bench-101",
        _ => null,
    };

    [GeneratedRegex("^[0-4]{6}$")]
    private static partial Regex Code();

    [GeneratedRegex("^[01][01.]*[|]")]
    private static partial Regex Matrix();

    [GeneratedRegex("^[0-9a-f]{32}$")]
    private static partial Regex Hash();
}
