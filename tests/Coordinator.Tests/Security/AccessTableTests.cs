using Google.Protobuf.Reflection;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Security;
using Role = LatBench.Storage.Tokens.Role;

namespace LatBench.Coordinator.Tests.Security;

public sealed class AccessTableTests
{
    private static readonly IReadOnlyList<ServiceDescriptor> Services =
    [
        .. typeof(Device).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal) && type.Namespace == typeof(Device).Namespace)
            .SelectMany(type => ((FileDescriptor)type.GetProperty("Descriptor")!.GetValue(null)!).Services),
    ];

    public static TheoryData<string> Methods =>
        [.. Services.SelectMany(service => service.Methods).Select(method => $"/{method.Service.FullName}/{method.Name}")];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Every_method_of_the_contract_has_a_row(string method) => Assert.True(AccessTable.Lists(method));

    [Theory]
    [MemberData(nameof(Methods))]
    public void Enrolment_tokens_open_nothing_but_enrolment(string method) => Assert.False(AccessTable.Allows(method, Role.Enrolment));

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_device_leases_and_reports_and_reads_itself_and_artefacts(string method)
    {
        string[] allowed = ["JobService", "ArtifactService", "DescribeDevice", "GetDevice"];

        Assert.Equal(allowed.Any(part => method.Contains(part, StringComparison.Ordinal)), AccessTable.Allows(method, Role.Device));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_viewer_changes_nothing(string method)
    {
        var name = method.Split('/')[^1];
        string[] reads = ["Get", "List", "Watch", "Stat", "Download", "Diff", "Export", "Predict", "Evaluate", "Read"];
        // The link signs a browser in with the viewer's own role.
        if (AccessTable.Allows(method, Role.Viewer) && name != "CreateSignInLink")
            Assert.Contains(reads, name.StartsWith);
    }

    [Fact]
    public void Only_enrolment_and_health_are_open() =>
        Assert.Equal("/latbench.v1.DeviceService/EnrolDevice", Assert.Single(Methods, row => AccessTable.IsOpen(row.Data)).Data);
}
