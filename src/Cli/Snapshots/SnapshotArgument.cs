using System.CommandLine;
using LatBench.SnapshotFormat;

namespace LatBench.Cli.Snapshots;

/// <summary>A snapshot on the command line: a version, <c>snapshots/VERSION</c>, or <c>latest</c>.</summary>
internal static class SnapshotArgument
{
    private const string Collection = "snapshots/";

    /// <summary>The argument; its value is the full name.</summary>
    public static Argument<string> Create(string name = "VERSION", string description = "The snapshot: a version such as 1.0.0, or `latest`.") => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            var last = text.StartsWith(Collection, StringComparison.Ordinal) ? text[Collection.Length..] : text;
            if (last == "latest" || SnapshotVersion.TryParse(last, out _))
                return Collection + last;
            result.AddError($"'{text}' is not a snapshot version: write MAJOR.MINOR.PATCH, for example 1.0.0, or latest.");
            return null;
        },
    };
}
