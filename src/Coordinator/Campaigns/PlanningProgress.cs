namespace LatBench.Coordinator.Campaigns;

/// <summary>The progress of the planning of a campaign.</summary>
/// <param name="Stage">The stage that the planning is at.</param>
/// <param name="Done">The number of items of the stage that are done.</param>
/// <param name="Total">The number of items of the stage.</param>
/// <param name="Measurements">Models × targets of the campaign.</param>
internal readonly record struct PlanningProgress(PlanningStage Stage, int Done, int Total, int Measurements);

/// <summary>The stages of the planning of a campaign; the numbers are those of the contract.</summary>
internal enum PlanningStage
{
    /// <summary>Models are exported.</summary>
    Exporting = 1,

    /// <summary>Measurements and jobs are stored.</summary>
    Storing = 2,
}
