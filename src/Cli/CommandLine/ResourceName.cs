using System.CommandLine;

namespace LatBench.Cli.CommandLine;

/// <summary>Names of resources as people type them: <c>campaigns/7</c> or just <c>7</c>.</summary>
internal static class ResourceName
{
    /// <summary>The argument of a command that takes one name of a collection.</summary>
    public static Argument<string> Argument(string collection, string what) => new(what.ToUpperInvariant())
    {
        Description = $"The {what}: `{collection}/…`, or only its last part.",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Complete(collection, text) is { } name)
                return name;
            result.AddError($"'{text}' is not the name of a {what}: write {collection}/… or only its last part.");
            return null;
        },
    };

    /// <summary><paramref name="text"/> as a full name; null where it cannot be one.</summary>
    public static string? Complete(string collection, string text)
    {
        var last = text.StartsWith(collection + "/", StringComparison.Ordinal) ? text[(collection.Length + 1)..] : text;
        return last.Length == 0 || last.Contains('/') || last.Any(char.IsWhiteSpace) ? null : $"{collection}/{last}";
    }
}
