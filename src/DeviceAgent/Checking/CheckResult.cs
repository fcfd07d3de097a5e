using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LatBench.DeviceAgent.Checking;

/// <summary>The result of all checks of a host.</summary>
/// <param name="Findings">One of each check.</param>
internal sealed record CheckResult(IReadOnlyList<Finding> Findings)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public int Warnings => Findings.Count(finding => finding.Rating == Rating.Warning);

    public int Problems => Findings.Count(finding => finding.Rating == Rating.Problem);

    /// <summary>Gets a value indicating whether numbers of this machine can be used.</summary>
    public bool IsUsable => Problems == 0;

    /// <summary>Returns the findings for a person: one line each, what to do below it, and the sum of it last.</summary>
    public IEnumerable<string> ToLines()
    {
        var width = Findings.Max(finding => finding.Check.Length);
        foreach (var finding in Findings)
        {
            yield return $"{finding.Check.PadRight(width)}  {Word(finding.Rating),-7}  {finding.Answer}";
            if (finding.Remediation is { } remediation) yield return $"{new string(' ', width)}           fix: {remediation}";
        }

        yield return "";
        yield return this switch
        {
            { IsUsable: false } => $"{Count(Problems, "problem")}, {Count(Warnings, "warning")}: numbers of this machine are worthless until the problems are fixed.",
            { Warnings: > 0 } => $"{Count(Warnings, "warning")}: usable; what is fixed makes numbers steadier.",
            _ => "Nothing to fix: usable.",
        };
    }

    /// <summary>Returns the findings for a program, with the names that docs/reference/commands.md gives.</summary>
    public string ToJson() => JsonSerializer.Serialize(new { Usable = IsUsable, Problems, Warnings, Findings }, Json);

    private static string Word(Rating rating) => rating switch
    {
        Rating.Ok => "ok",
        Rating.Unknown => "unknown",
        Rating.Warning => "warning",
        _ => "PROBLEM",
    };

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
