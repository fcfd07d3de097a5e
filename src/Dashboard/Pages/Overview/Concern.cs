namespace LatBench.Dashboard.Pages.Overview;

/// <summary>A condition that needs an operator.</summary>
/// <param name="Severity">The class of its badge: bad or warn.</param>
/// <param name="Kind">The word in its badge.</param>
/// <param name="Subject">The name of the resource.</param>
/// <param name="Path">The page of the resource.</param>
/// <param name="Text">What is wrong, and the remedy.</param>
internal sealed record Concern(string Severity, string Kind, string Subject, string Path, string Text);
