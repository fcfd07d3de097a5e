using System.Reflection;
using NetArchTest.Rules;

namespace LatBench.Architecture.Tests;

/// <summary>The classes that decide know neither gRPC nor SQL, and the stores decide nothing.</summary>
public sealed class ApplicationTests
{
    private static readonly Assembly Coordinator = Assembly.Load("LatBench.Coordinator");

    [Theory]
    [InlineData("Jobs.JobLeasing")]
    [InlineData("Jobs.JobCompletion")]
    [InlineData("Campaigns.CampaignEnding")]
    [InlineData("Measurements.MeasurementDecisions")]
    [InlineData("Measurements.DriftReview")]
    public void Class_that_decides_knows_no_transport_and_no_database(string name)
    {
        var type = Coordinator.GetType($"LatBench.Coordinator.{name}", throwOnError: true)!;

        var result = Types.InAssembly(Coordinator).That().HaveName(type.Name).And().ResideInNamespace(type.Namespace)
            .ShouldNot().HaveDependencyOnAny("Grpc", "Google.Protobuf", "LatBench.Contracts", "Dapper", "Npgsql", "Microsoft.Data").GetResult();

        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    /// <summary>They read requests, which are messages of the contract, and refuse them without a word about the transport.</summary>
    [Theory]
    [InlineData("Campaigns.CampaignPlanner")]
    [InlineData("Campaigns.CampaignStart")]
    [InlineData("Measurements.LatencyImports")]
    [InlineData("Measurements.LabelledTargets")]
    [InlineData("Predictors.FewShotRequests")]
    [InlineData("Predictors.Training.TrainingPlanner")]
    [InlineData("Searches.SearchPlanner")]
    [InlineData("Searches.Suggestions")]
    [InlineData("Searches.ReportRequests")]
    [InlineData("Searches.WinnerVerifications")]
    [InlineData("Snapshots.SnapshotSelection")]
    public void Class_that_plans_knows_no_grpc_and_no_database(string name)
    {
        var type = Coordinator.GetType($"LatBench.Coordinator.{name}", throwOnError: true)!;

        var result = Types.InAssembly(Coordinator).That().HaveName(type.Name).And().ResideInNamespace(type.Namespace)
            .ShouldNot().HaveDependencyOnAny("Grpc", "Dapper", "Npgsql", "Microsoft.Data").GetResult();

        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    [Fact]
    public void Stores_take_no_delegates_but_the_work_of_a_transaction()
    {
        var taking = from type in typeof(Storage.IStore).Assembly.GetExportedTypes()
                     where type.IsInterface && (type.Name.EndsWith("Store", StringComparison.Ordinal) || type.Name.EndsWith("Transaction", StringComparison.Ordinal))
                     from method in type.GetMethods()
                     where method.GetParameters().Any(parameter => typeof(Delegate).IsAssignableFrom(parameter.ParameterType))
                     select $"{type.Name}.{method.Name}";

        Assert.Equal(["IStore.WriteAsync"], taking);
    }
}
