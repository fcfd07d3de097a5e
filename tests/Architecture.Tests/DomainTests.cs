using System.Reflection;
using NetArchTest.Rules;

namespace LatBench.Architecture.Tests;

public sealed class DomainTests
{
    public static TheoryData<Assembly> DomainAssemblies =>
    [
        typeof(SearchSpaces.Architecture).Assembly,
        typeof(LatBench.Measurements.Latency).Assembly,
    ];

    [Theory]
    [MemberData(nameof(DomainAssemblies))]
    public void Domain_knows_no_framework(Assembly assembly)
    {
        var result = Types.InAssembly(assembly).ShouldNot()
            .HaveDependencyOnAny("Grpc", "Google.Protobuf", "Microsoft.ML", "Microsoft.AspNetCore", "Microsoft.Extensions", "Npgsql", "Dapper", "Parquet")
            .GetResult();

        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    [Theory]
    [MemberData(nameof(DomainAssemblies))]
    public void Domain_references_only_the_framework(Assembly assembly)
    {
        Assert.All(assembly.GetReferencedAssemblies(), reference => Assert.StartsWith("System.", reference.Name));
    }

    [Fact]
    public void Device_agent_never_sees_a_search_space()
    {
        var references = Assembly.Load("LatBench.DeviceAgent").GetReferencedAssemblies().Select(reference => reference.Name);

        Assert.DoesNotContain("LatBench.SearchSpaces", references);
        Assert.DoesNotContain("LatBench.Exporter", references);
    }
}
