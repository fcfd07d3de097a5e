namespace LatBench.Coordinator.Campaigns;

/// <summary>Everything that is wrong with a campaign as it was asked for, field by field.</summary>
internal sealed class CampaignFaults
{
    private const int MaxFaults = 20;

    private readonly List<(string Field, string Message)> _faults = [];

    /// <summary>The faults so far, at most twenty of them.</summary>
    public IReadOnlyList<(string Field, string Message)> All => _faults;

    /// <summary>Gets a value indicating whether there is any fault.</summary>
    public bool Any => _faults.Count > 0;

    /// <summary>Adds a fault of a field of the campaign.</summary>
    public void Add(string field, string message)
    {
        if (_faults.Count < MaxFaults)
            _faults.Add(($"campaign.{field}", message));
    }
}
