using System.Diagnostics.CodeAnalysis;

namespace LatBench.Storage.Artifacts;

/// <summary>A bucket, and the beginning that the names of its objects have in common: <c>s3://bucket/prefix</c>.</summary>
/// <param name="Bucket">Name of the bucket.</param>
/// <param name="Prefix">Empty, or a path that ends with <c>/</c>.</param>
public sealed record S3Location(string Bucket, string Prefix)
{
    private const string Scheme = "s3://";

    /// <summary>Reads <c>s3://bucket</c> or <c>s3://bucket/prefix</c>; false where it is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out S3Location? location)
    {
        location = null;
        if (!text.StartsWith(Scheme, StringComparison.Ordinal))
            return false;
        var parts = text[Scheme.Length..].Split('/', 2);
        var prefix = parts.Length == 2 ? parts[1].Trim('/') : "";
        if (parts[0].Length is < 3 or > 63 || !parts[0].All(IsOfBucket) || prefix.Any(character => char.IsControl(character) || character is '?' or '#' or '\\'))
            return false;
        location = new S3Location(parts[0], prefix.Length == 0 ? "" : prefix + "/");
        return true;
    }

    /// <summary><c>s3://bucket/prefix</c>.</summary>
    public override string ToString() => $"{Scheme}{Bucket}/{Prefix}".TrimEnd('/');

    private static bool IsOfBucket(char character) => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '.';
}
