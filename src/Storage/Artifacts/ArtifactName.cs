namespace LatBench.Storage.Artifacts;

/// <summary>The name of an artefact, which is its SHA-256.</summary>
internal static class ArtifactName
{
    private const int Sha256Digits = 64;

    /// <summary>Only such a name ever becomes part of a path.</summary>
    public static bool IsSha256(string value) =>
        value.Length == Sha256Digits && value.All(character => character is (>= '0' and <= '9') or (>= 'a' and <= 'f'));
}
