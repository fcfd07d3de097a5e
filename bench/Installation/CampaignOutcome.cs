using LatBench.Contracts.V1;

namespace LatBench.Bench.Installation;

/// <summary>A campaign that has ended.</summary>
/// <param name="Campaign">Its last state.</param>
/// <param name="Measurements">Its measurements.</param>
/// <param name="Elapsed">From its submission to its end, as the one who submitted it sees it.</param>
internal sealed record CampaignOutcome(Campaign Campaign, IReadOnlyList<Measurement> Measurements, TimeSpan Elapsed);
