using System.Text.Json.Serialization;

namespace LatBench.Cli.Doctor;

/// <summary>The document of <c>doctor --json</c>.</summary>
/// <param name="Healthy">True where there is no problem.</param>
/// <param name="Problems">The number of problems.</param>
/// <param name="Warnings">The number of warnings.</param>
/// <param name="Findings">One of each check.</param>
internal sealed record DoctorDocument(bool Healthy, int Problems, int Warnings, IReadOnlyList<Finding> Findings)
{
    /// <summary>Creates the document of findings.</summary>
    public static DoctorDocument Of(IReadOnlyList<Finding> findings)
    {
        var problems = findings.Count(finding => finding.Rating == Rating.Problem);
        return new(problems == 0, problems, findings.Count(finding => finding.Rating == Rating.Warning), findings);
    }
}

/// <summary>The document of the agent's <c>check --json</c>.</summary>
internal sealed record AgentCheckDocument(IReadOnlyList<AgentFinding> Findings);

/// <summary>A finding of the agent's.</summary>
internal sealed record AgentFinding(string Question, string Rating, string Answer, string? Mend);

/// <summary>The document of the coordinator's <c>inspect</c>.</summary>
internal sealed record InspectionDocument(string Database, string? Schema, string? Error);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(DoctorDocument))]
[JsonSerializable(typeof(AgentCheckDocument))]
[JsonSerializable(typeof(InspectionDocument))]
internal sealed partial class DoctorDocumentContext : JsonSerializerContext;
