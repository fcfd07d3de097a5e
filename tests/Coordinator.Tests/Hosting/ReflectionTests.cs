using Google.Protobuf.Reflection;
using Grpc.Reflection.V1Alpha;
using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests.Hosting;

/// <summary>Server reflection, as grpcurl and other tools use it.</summary>
public sealed class ReflectionTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reflection_lists_every_service_of_the_contract()
    {
        var contract = typeof(Device).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal) && type.Namespace == typeof(Device).Namespace)
            .SelectMany(type => ((FileDescriptor)type.GetProperty("Descriptor")!.GetValue(null)!).Services)
            .Select(service => service.FullName)
            .ToHashSet(StringComparer.Ordinal);
        using var call = new ServerReflection.ServerReflectionClient(coordinator.AsAdmin()).ServerReflectionInfo(cancellationToken: Cancel);

        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" }, Cancel);
        Assert.True(await call.ResponseStream.MoveNext(Cancel));

        var listed = call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(contract);
        Assert.Subset(listed, contract);
        Assert.Contains("grpc.health.v1.Health", listed);
        await call.RequestStream.CompleteAsync();
    }
}
