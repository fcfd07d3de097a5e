namespace LatBench.Storage.Campaigns;

/// <summary>The progress of storing a new campaign.</summary>
/// <param name="Stored">Measurements and jobs stored.</param>
/// <param name="Total">Measurements and jobs to be stored; what is reused needs fewer jobs, so that it can get less.</param>
public readonly record struct CampaignStoring(int Stored, int Total);
