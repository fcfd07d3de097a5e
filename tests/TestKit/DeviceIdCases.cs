namespace LatBench.TestKit;

/// <summary>Texts that are device ids and texts that are not: every place that has the rule is tested against them.</summary>
public static class DeviceIdCases
{
    /// <summary>Gets the cases.</summary>
    public static IReadOnlyList<(string Id, bool IsValid)> All { get; } =
    [
        ("a", true),
        ("7", true),
        ("lab-xeon", true),
        ("a--b", true),
        (new string('w', 63), true),
        ("", false),
        (new string('w', 64), false),
        ("-lab", false),
        ("lab-", false),
        ("-", false),
        ("Lab", false),
        ("lab_xeon", false),
        ("lab xeon", false),
        ("lab.xeon", false),
        ("lab/xeon", false),
        ("lab\n", false),
        ("läb", false),
        ("ⓛab", false),
        ("١٢", false),
    ];
}
