namespace LatBench.Storage.Campaigns;

/// <summary>How far the storing of a new campaign is.</summary>
/// <param name="Stored">Measurements and jobs stored.</param>
/// <param name="Total">Measurements and jobs to be stored; what is reused needs fewer jobs, so that it can get less.</param>
public readonly record struct CampaignStoring(int Stored, int Total);
