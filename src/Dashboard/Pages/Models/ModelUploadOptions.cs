namespace LatBench.Dashboard.Pages.Models;

/// <summary>The place and the limit of files that browsers upload.</summary>
/// <param name="Directory">A directory of the coordinator for files on their way; what it left there when it died is deleted at its next start.</param>
/// <param name="MaxFileBytes">The largest file.</param>
public sealed record ModelUploadOptions(string Directory, long MaxFileBytes);
