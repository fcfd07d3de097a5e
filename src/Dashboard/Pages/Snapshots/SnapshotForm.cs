using LatBench.Contracts.V1;

namespace LatBench.Dashboard.Pages.Snapshots;

/// <summary>The form that creates a snapshot, as it was typed.</summary>
public sealed class SnapshotForm
{
    /// <summary>The licences that a snapshot can have, by their SPDX identifiers.</summary>
    public static readonly IReadOnlyList<string> Licenses = ["CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "ODbL-1.0", "ODC-By-1.0"];

    /// <summary>Gets or sets the wished version.</summary>
    public string? Version { get; set; }

    /// <summary>Gets or sets the licence.</summary>
    public string? License { get; set; }

    /// <summary>Gets or sets the publisher.</summary>
    public string? Publisher { get; set; }

    /// <summary>Gets or sets the address on the web.</summary>
    public string? Url { get; set; }

    /// <summary>Gets or sets the text <c>on</c> where predictions are published.</summary>
    public string? Predictions { get; set; }

    /// <summary>Gets or sets the text <c>on</c> where the files of uploaded models are published.</summary>
    public string? ModelFiles { get; set; }

    /// <summary>Gets or sets the text <c>on</c> where private devices are published.</summary>
    public string? Private { get; set; }

    /// <summary>Gets or sets the text <c>on</c> where messages of failures are published.</summary>
    public string? Messages { get; set; }

    /// <summary>Makes the request.</summary>
    /// <param name="campaigns">The campaigns to publish; none for all.</param>
    /// <param name="targets">The targets to publish; none for all.</param>
    public CreateSnapshotRequest ToRequest(IEnumerable<string> campaigns, IEnumerable<string> targets) => new()
    {
        Version = Version?.Trim() ?? "",
        License = License ?? "",
        Publisher = Publisher?.Trim() ?? "",
        Url = Url?.Trim() ?? "",
        IncludePredictions = Predictions is not null,
        IncludeModelFiles = ModelFiles is not null,
        IncludePrivate = Private is not null,
        IncludeMessages = Messages is not null,
        Campaigns = { campaigns },
        Targets = { targets },
    };
}
