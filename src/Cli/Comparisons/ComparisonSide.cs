using LatBench.Cli.CommandLine;
using LatBench.Models;
using LatBench.SnapshotFormat;

namespace LatBench.Cli.Comparisons;

/// <summary>The kinds of things that can be compared.</summary>
internal enum SideKind
{
    Target,
    Campaign,
    Measurement,
    Snapshot,
    Precision,
    Model,
}

/// <summary>A side of a comparison as its user named it.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">The full name of a resource, a slug, a directory, a precision, or the name of a model.</param>
internal sealed record ComparisonSide(SideKind Kind, string Name)
{
    private const string Snapshots = "snapshots/";

    private const string Kinds = "a target slug, campaigns/…, measurements/…, the version or directory of a snapshot, or with --campaign a model or a precision";

    /// <summary>Gets the kind in words.</summary>
    public string KindText => Kind switch
    {
        SideKind.Target => "a target",
        SideKind.Campaign => "a campaign",
        SideKind.Measurement => "a measurement",
        SideKind.Snapshot => "a snapshot",
        SideKind.Precision => "a precision",
        _ => "a model",
    };

    /// <summary>Parses both sides.</summary>
    /// <param name="first">The first as it was typed.</param>
    /// <param name="second">The second as it was typed.</param>
    /// <param name="inCampaign">True where --campaign is given: then a name may be that of a model.</param>
    /// <exception cref="CliException">One of them is nothing that can be compared, or they are of different kinds.</exception>
    public static (ComparisonSide First, ComparisonSide Second) Parse(string first, string second, bool inCampaign)
    {
        var (one, other) = (Parse(first, inCampaign), Parse(second, inCampaign));
        if (one.Kind != other.Kind)
            throw Wrong($"'{first}' is {one.KindText} and '{second}' is {other.KindText}: compare two of a kind.");
        if (one == other)
            throw Wrong($"'{first}' and '{second}' are the same {one.KindText[2..]}: name two different ones.");
        if (inCampaign && one.Kind is SideKind.Campaign or SideKind.Measurement or SideKind.Snapshot)
            throw Wrong($"--campaign goes with two targets, models or precisions, and '{first}' is {one.KindText}: leave --campaign away.");
        if (!inCampaign && one.Kind == SideKind.Precision)
            throw Wrong($"'{first}' and '{second}' are precisions: name the campaign that measured both with --campaign.");
        return (one, other);
    }

    private static ComparisonSide Parse(string text, bool inCampaign)
    {
        if (text.StartsWith("measurements/", StringComparison.Ordinal) && ResourceName.Complete("measurements", text) is { } measurement)
            return new(SideKind.Measurement, measurement);
        if ((text.StartsWith("campaigns/", StringComparison.Ordinal) || (!inCampaign && text.All(char.IsAsciiDigit))) && ResourceName.Complete("campaigns", text) is { } campaign)
            return new(SideKind.Campaign, campaign);
        var version = text.StartsWith(Snapshots, StringComparison.Ordinal) ? text[Snapshots.Length..] : text;
        if (version == "latest" || SnapshotVersion.TryParse(version, out _))
            return new(SideKind.Snapshot, Snapshots + version);
        if (File.Exists(Path.Combine(text, SnapshotLayout.ManifestFile)))
            return new(SideKind.Snapshot, Path.GetFullPath(text));
        if (ModelNames.TryParsePrecision(text, out _))
            return new(SideKind.Precision, text);
        if (IsPath(text))
            throw Wrong($"'{text}' is not the directory of a snapshot: it has no {SnapshotLayout.ManifestFile}.");
        if (IsSlug(text))
            return new(SideKind.Target, text);
        return inCampaign ? new(SideKind.Model, text) : throw Wrong($"'{text}' cannot be compared: name {Kinds}.");
    }

    private static bool IsPath(string text) => Directory.Exists(text) || text.StartsWith('.') || Path.IsPathRooted(text);

    /// <summary>A slug has at least three parts; texts of architectures, which have slashes as well, have other characters.</summary>
    private static bool IsSlug(string text) =>
        text.Split('/') is { Length: >= 2 } parts && parts[0] is not "models" && parts.All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-'));

    private static CliException Wrong(string message) => new(message, ExitCode.WrongUsage);
}
