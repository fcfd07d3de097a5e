using System.Text.RegularExpressions;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Artifacts;

/// <summary>Checks names that come over the wire before they become part of a path.</summary>
internal static partial class ArtifactName
{
    /// <exception cref="ArtifactException">It is not 64 lower-case hexadecimal digits.</exception>
    public static string RequireSha256(string sha256) => Sha256().IsMatch(sha256)
        ? sha256
        : throw new ArtifactException(FailureReason.ArtifactUnavailable, "The job names an artefact that is not a SHA-256 of 64 lower-case hexadecimal digits.");

    /// <exception cref="ArtifactException">It is not a plain file name.</exception>
    public static string RequireFileName(string name) => FileName().IsMatch(name)
        ? name
        : throw new ArtifactException(FailureReason.ArtifactUnavailable, "The job names a weights file that is not a plain file name of letters, digits, '.', '_' and '-'.");

    [GeneratedRegex("^[0-9a-f]{64}\\z")]
    private static partial Regex Sha256();

    [GeneratedRegex("^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}\\z")]
    private static partial Regex FileName();
}
