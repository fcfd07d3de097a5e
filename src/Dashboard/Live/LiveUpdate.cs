namespace LatBench.Dashboard.Live;

/// <summary>The new content of a live region.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Html">Its content as HTML.</param>
internal sealed record LiveUpdate(string Topic, string Html);
