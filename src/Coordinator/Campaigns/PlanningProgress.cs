namespace LatBench.Coordinator.Campaigns;

/// <summary>How far the planning of a campaign is.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Done">How much of it is done.</param>
/// <param name="Total">How much there is to do.</param>
/// <param name="Measurements">Models × targets of the campaign.</param>
internal readonly record struct PlanningProgress(PlanningStage Stage, int Done, int Total, int Measurements);

/// <summary>What is being done to plan a campaign; the numbers are those of the contract.</summary>
internal enum PlanningStage
{
    /// <summary>Models are exported.</summary>
    Exporting = 1,

    /// <summary>Measurements and jobs are stored.</summary>
    Storing = 2,
}
