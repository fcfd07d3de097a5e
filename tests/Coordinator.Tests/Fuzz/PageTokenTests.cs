using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;

namespace LatBench.Coordinator.Tests.Fuzz;

/// <summary>Page tokens that no coordinator gave, on every method that takes one.</summary>
public sealed class PageTokenTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>, IAsyncLifetime
{
    private const string Field = "page_token";
    private const string Parent = "parent";
    private const string Device = "paged";

    /// <summary>Texts that are no token in any list.</summary>
    private static readonly string[] Malformed = ["!", "a", "====", "a b", "%00", "ÿ", "../../etc", "' OR 1=1 --", new('A', 40_001)];

    /// <summary>Well formed, with what was never a number in it.</summary>
    private static readonly string[] NoNumber = ["-1", "+1", " 1", "1 ", "0x10", "1e3", "99999999999999999999", "１", "1; DROP TABLE tokens", "null", "\u0000"];

    private static readonly Marshaller<byte[]> Raw = Marshallers.Create(bytes => bytes, bytes => bytes);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Methods => [.. Paged.Select(method => method.FullName)];

    private static IEnumerable<MethodDescriptor> Paged => RpcFuzzTests.Methods.Where(method => method.InputType.FindFieldByName(Field) is not null);

    /// <summary>Enrols the device whose parts are listed; once for the class.</summary>
    public async ValueTask InitializeAsync()
    {
        var devices = new Contracts.V1.DeviceService.DeviceServiceClient(coordinator.AsAdmin());
        if ((await devices.ListDevicesAsync(new(), cancellationToken: Cancel)).Devices.Count == 0)
            await coordinator.EnrolAsync(Device);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void Every_list_is_here() => Assert.InRange(Paged.Count(), 8, 100);

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Malformed_token_is_refused_with_its_field(string name)
    {
        foreach (var token in Malformed)
            Assert.Equal(Field, await RefusedFieldAsync(Find(name), token));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Made_up_position_is_refused_or_shows_no_more_than_the_list_itself(string name)
    {
        var method = Find(name);
        var all = await CallAsync(method, "");
        foreach (var text in NoNumber.Concat(["1", "9223372036854775807", "zzz", "lab'--"]))
        {
            var token = Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
            try
            {
                Assert.Empty(Items(method, await CallAsync(method, token)).Except(Items(method, all)));
            }
            catch (RpcException refused)
            {
                Assert.Equal((StatusCode.InvalidArgument, Field), (refused.StatusCode, FieldOf(refused)));
            }
        }
    }

    private static MethodDescriptor Find(string name) => Paged.Single(method => method.FullName == name);

    private async Task<string?> RefusedFieldAsync(MethodDescriptor method, string token)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => CallAsync(method, token));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        return FieldOf(refused);
    }

    private static string? FieldOf(RpcException refused) =>
        refused.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations.Select(violation => violation.Field).SingleOrDefault();

    private async Task<IMessage> CallAsync(MethodDescriptor method, string token)
    {
        var request = method.InputType.Parser.ParseFrom([]);
        method.InputType.FindFieldByName(Field).Accessor.SetValue(request, token);
        method.InputType.FindFieldByName(Parent)?.Accessor.SetValue(request, "devices/" + Device);
        var raw = new Method<byte[], byte[]>(MethodType.Unary, method.Service.FullName, method.Name, Raw, Raw);
        var answer = await coordinator.AsAdmin().AsyncUnaryCall(raw, null, new CallOptions(cancellationToken: Cancel), request.ToByteArray());
        return method.OutputType.Parser.ParseFrom(answer);
    }

    private static IEnumerable<string> Items(MethodDescriptor method, IMessage answer)
    {
        var list = method.OutputType.Fields.InDeclarationOrder().Single(field => field.IsRepeated);
        return ((System.Collections.IEnumerable)list.Accessor.GetValue(answer)).Cast<object>().Select(item => item.ToString()!);
    }
}
