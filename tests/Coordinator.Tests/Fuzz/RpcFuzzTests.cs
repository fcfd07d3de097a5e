using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests.Fuzz;

/// <summary>Every method of the contract, called with nonsense in every role: it answers with a status that blames the caller, and goes on.</summary>
public sealed class RpcFuzzTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>
{
    private const int CallsOfMethod = 12;
    private const int MostAnswers = 3;

    private static readonly Marshaller<byte[]> Raw = Marshallers.Create(bytes => bytes, bytes => bytes);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <summary>Calls that wait on purpose.</summary>
    private static readonly TimeSpan ShortDeadline = TimeSpan.FromMilliseconds(300);

    internal static IReadOnlyList<MethodDescriptor> Methods { get; } =
    [
        .. typeof(Device).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal) && type.Namespace == typeof(Device).Namespace)
            .SelectMany(type => ((FileDescriptor)type.GetProperty("Descriptor")!.GetValue(null)!).Services)
            .SelectMany(service => service.Methods)
            .OrderBy(method => method.FullName, StringComparer.Ordinal),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Role.Admin, 1)]
    [InlineData(Role.Submitter, 2)]
    [InlineData(Role.Viewer, 3)]
    [InlineData(Role.Device, 4)]
    public async Task Nonsense_is_the_fault_of_the_caller(Role role, int seed)
    {
        var calls = await AsAsync(role, "fuzz-" + seed);
        var before = role is Role.Viewer ? await StateAsync() : null;
        var messages = new RandomMessages(seed);
        var faults = new List<string>();
        foreach (var method in Methods)
        {
            for (var call = 0; call < CallsOfMethod; call++)
            {
                var request = (call % 3) switch
                {
                    0 => messages.Damaged(method.InputType),
                    _ => messages.Create(method.InputType).ToByteArray(),
                };
                if (Readable(method, request) && await CallAsync(calls, method, request) is { StatusCode: StatusCode.Internal or StatusCode.Unknown or StatusCode.DataLoss } status)
                    faults.Add($"{method.FullName}: {status}: {method.InputType.Parser.ParseFrom(request)}");
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
        if (before is not null)
            Assert.Equal(before, await StateAsync());
        Assert.NotEmpty((await new DeviceService.DeviceServiceClient(coordinator.AsAdmin()).ListDevicesAsync(new(), cancellationToken: Cancel)).Devices);
    }

    [Fact]
    public async Task Bytes_that_are_no_message_leave_the_coordinator_as_it_is()
    {
        await coordinator.EnrolAsync("fuzz-raw");
        var (calls, messages, before) = (coordinator.AsAdmin(), new RandomMessages(5), await StateAsync());
        foreach (var method in Methods)
        {
            for (var call = 0; call < CallsOfMethod; call++)
            {
                var bytes = messages.Bytes();
                if (!Readable(method, bytes))
                    Assert.NotEqual(StatusCode.OK, (await CallAsync(calls, method, bytes)).StatusCode);
            }
        }

        Assert.Equal(before, await StateAsync());
    }

    private static bool Readable(MethodDescriptor method, byte[] bytes)
    {
        try
        {
            method.InputType.Parser.ParseFrom(bytes);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }

    private static async Task<Status> CallAsync(CallInvoker calls, MethodDescriptor method, byte[] request)
    {
        var type = (method.IsClientStreaming, method.IsServerStreaming) switch
        {
            (false, false) => MethodType.Unary,
            (false, true) => MethodType.ServerStreaming,
            (true, false) => MethodType.ClientStreaming,
            _ => MethodType.DuplexStreaming,
        };
        var raw = new Method<byte[], byte[]>(
            type, method.Service.FullName, method.Name, Raw, Raw);
        var waits = type != MethodType.Unary || method.Name is "LeaseJobs" or "CreateCampaign";
        var options = new CallOptions(deadline: TimeProvider.System.GetUtcNow().UtcDateTime + (waits ? ShortDeadline : Deadline), cancellationToken: Cancel);
        try
        {
            switch (type)
            {
                case MethodType.Unary:
                    await calls.AsyncUnaryCall(raw, null, options, request);
                    break;
                case MethodType.ServerStreaming:
                    using (var call = calls.AsyncServerStreamingCall(raw, null, options, request))
                        await ReadAsync(call.ResponseStream);
                    break;
                case MethodType.ClientStreaming:
                    using (var call = calls.AsyncClientStreamingCall(raw, null, options))
                    {
                        await WriteAsync(call.RequestStream, request);
                        await call;
                    }

                    break;
                default:
                    using (var call = calls.AsyncDuplexStreamingCall(raw, null, options))
                    {
                        await WriteAsync(call.RequestStream, request);
                        await ReadAsync(call.ResponseStream);
                    }

                    break;
            }

            return Status.DefaultSuccess;
        }
        catch (RpcException e)
        {
            return e.Status;
        }
    }

    private static async Task WriteAsync(IClientStreamWriter<byte[]> requests, byte[] request)
    {
        try
        {
            await requests.WriteAsync(request, Cancel);
            await requests.CompleteAsync();
        }
        catch (InvalidOperationException)
        {
            // The call has ended already: its status says why.
        }
    }

    private static async Task ReadAsync(IAsyncStreamReader<byte[]> answers)
    {
        for (var i = 0; i < MostAnswers && await answers.MoveNext(Cancel); i++)
        {
            // What it says is looked at by others.
        }
    }

    private async Task<CallInvoker> AsAsync(Role role, string device)
    {
        var own = await coordinator.EnrolAsync(device);
        if (role == Role.Device)
            return own;
        var tokens = new TokenService.TokenServiceClient(coordinator.AsAdmin());
        return coordinator.As((await tokens.CreateTokenAsync(new CreateTokenRequest { Role = role }, cancellationToken: Cancel)).Secret);
    }

    /// <summary>Everything that an admin can list.</summary>
    private async Task<string> StateAsync()
    {
        var calls = coordinator.AsAdmin();
        IMessage[] lists =
        [
            await new DeviceService.DeviceServiceClient(calls).ListDevicesAsync(new(), cancellationToken: Cancel),
            await new TokenService.TokenServiceClient(calls).ListTokensAsync(new(), cancellationToken: Cancel),
            await new CampaignService.CampaignServiceClient(calls).ListCampaignsAsync(new(), cancellationToken: Cancel),
            await new SnapshotService.SnapshotServiceClient(calls).ListSnapshotsAsync(new(), cancellationToken: Cancel),
        ];
        return string.Join('\n', lists.Select(list => list.ToString()));
    }
}
