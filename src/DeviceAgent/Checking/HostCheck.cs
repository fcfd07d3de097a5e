using System.Text.Json.Serialization;

namespace LatBench.DeviceAgent.Checking;

/// <summary>Checks one property of a host that measures.</summary>
/// <param name="Name">The property, in one or two words.</param>
/// <param name="Check">Rates it and says what was seen.</param>
/// <param name="Remediation">What to do where it is not as it should be; null for a check that only informs.</param>
internal sealed record HostCheck(string Name, Func<MachineReport, (Rating Rating, string Answer)> Check, string? Remediation = null)
{
    /// <summary>Runs the check.</summary>
    public Finding Run(MachineReport machine)
    {
        var (rating, answer) = Check(machine);
        return new Finding(Name, rating, answer, rating >= Rating.Warning ? Remediation : null);
    }
}

/// <summary>The result of one check.</summary>
/// <param name="Check">The name of the check; <c>question</c> in JSON.</param>
/// <param name="Rating">The rating.</param>
/// <param name="Answer">The value that was seen.</param>
/// <param name="Remediation">What to do; null where nothing needs to be done. <c>mend</c> in JSON.</param>
internal sealed record Finding(
    [property: JsonPropertyName("question")] string Check,
    Rating Rating,
    string Answer,
    [property: JsonPropertyName("mend")] string? Remediation = null);

/// <summary>The rating of one property of a host that measures.</summary>
internal enum Rating
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>The machine does not tell.</summary>
    Unknown,

    /// <summary>Numbers vary more than they need to, or belong to this setting only.</summary>
    Warning,

    /// <summary>Numbers are unusable until it is corrected.</summary>
    Problem,
}
