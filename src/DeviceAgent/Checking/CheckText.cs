namespace LatBench.DeviceAgent.Checking;

/// <summary>The findings for a person: one line each, what to do below it, and the sum of it last.</summary>
internal static class CheckText
{
    public static IEnumerable<string> Lines(CheckResult result)
    {
        var questions = result.Findings.Max(finding => finding.Question.Length);
        foreach (var finding in result.Findings)
        {
            yield return $"{finding.Question.PadRight(questions)}  {Word(finding.Rating),-7}  {finding.Answer}";
            if (finding.Mend is { } mend) yield return $"{new string(' ', questions)}           mend: {mend}";
        }

        yield return "";
        yield return result switch
        {
            { IsUsable: false } => $"{Count(result.Problems, "problem")}, {Count(result.Warnings, "warning")}: numbers of this machine are worthless until the problems are mended.",
            { Warnings: > 0 } => $"{Count(result.Warnings, "warning")}: usable; what is mended makes numbers steadier.",
            _ => "Nothing to mend: usable.",
        };
    }

    public static string Word(Rating rating) => rating switch
    {
        Rating.Ok => "ok",
        Rating.Unknown => "unknown",
        Rating.Warning => "warning",
        _ => "PROBLEM",
    };

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
