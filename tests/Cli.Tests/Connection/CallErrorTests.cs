using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using LatBench.Cli.Connection;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Status = Grpc.Core.Status;

namespace LatBench.Cli.Tests.Connection;

public sealed class CallErrorTests
{
    private static readonly Uri Server = new("http://127.0.0.1:7081");

    [Theory]
    [InlineData(StatusCode.Unavailable, "x", "No coordinator answers at http://127.0.0.1:7081: start one with `latbench up`, or name it with --server.")]
    [InlineData(StatusCode.NotFound, "There is no campaign 7", "There is no campaign 7.")]
    [InlineData(StatusCode.FailedPrecondition, "It has ended.", "It has ended.")]
    [InlineData(StatusCode.InvalidArgument, "Bad page token.", "Bad page token.")]
    [InlineData(StatusCode.DeadlineExceeded, "", "The coordinator at http://127.0.0.1:7081 did not answer in time: look at its log, or try again.")]
    [InlineData(StatusCode.Unauthenticated, "Unknown token.", "The coordinator at http://127.0.0.1:7081 did not accept the token: name a good one with --token-file or LATBENCH_TOKEN (Unknown token).")]
    [InlineData(StatusCode.PermissionDenied, "Viewers only read.", "The token may not do this: use one of a role that may (Viewers only read).")]
    [InlineData(StatusCode.Unimplemented, "", "The coordinator at http://127.0.0.1:7081 does not know this call: it is of another version than this command.")]
    [InlineData(StatusCode.Internal, "Error starting gRPC call. The server did not complete the HTTP/2 handshake.", "What answers at http://127.0.0.1:7081 does not speak gRPC: name the coordinator's gRPC port (7081 unless it was changed) with --server.")]
    [InlineData(StatusCode.Internal, "disk full\n   at X()", "The coordinator at http://127.0.0.1:7081 failed (disk full    at X()): its log says more.")]
    public void Explain_gives_one_sentence(StatusCode code, string detail, string expected) =>
        Assert.Equal(expected, CallError.Explain(new RpcException(new Status(code, detail)), Server));

    [Fact]
    public void Explain_field_violations_names_every_field()
    {
        var violations = new BadRequest
        {
            FieldViolations =
            {
                new BadRequest.Types.FieldViolation { Field = "campaign.targets[0]", Description = "There is no device 'x'" },
                new BadRequest.Types.FieldViolation { Field = "protocol.min_passes", Description = "1 is below 2." },
            },
        };
        var status = new Google.Rpc.Status { Code = (int)Code.InvalidArgument, Message = "2 fields are wrong", Details = { Any.Pack(violations) } };
        Assert.Equal(
            "campaign.targets[0]: There is no device 'x'. protocol.min_passes: 1 is below 2.",
            CallError.Explain(status.ToRpcException(), Server));
    }

    [Fact]
    public async Task RunAsync_no_coordinator_says_how_to_start_one()
    {
        var run = await CliRun.InvokeAsync("devices", "list", "--server", "http://127.0.0.1:1");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("No coordinator answers at http://127.0.0.1:1: start one with `latbench up`, or name it with --server.\n", run.Error);
    }

    [Fact]
    public async Task RunAsync_http_port_instead_of_grpc_says_so()
    {
        await using var coordinator = await CoordinatorDouble.StartAsync(new(), HttpProtocols.Http1);
        var run = await coordinator.RunAsync("devices", "list");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("does not speak gRPC", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_error_of_the_server_is_one_line()
    {
        await using var coordinator = await CoordinatorDouble.StartAsync(new() { Error = new RpcException(new Status(StatusCode.NotFound, "There is no campaign 7")) });
        var run = await coordinator.RunAsync("campaigns", "show", "7");
        Assert.Equal((1, "There is no campaign 7.\n", ""), (run.ExitCode, run.Error, run.Out));
    }
}
