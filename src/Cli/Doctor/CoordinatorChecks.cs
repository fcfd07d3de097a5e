using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using LatBench.Cli.Agents;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Processes;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Doctor;

/// <summary>Checks of the coordinator that the command would talk to, or of the place where one would listen.</summary>
internal static class CoordinatorChecks
{
    private const string Program = "LatBench.Coordinator";
    private const string Check = "coordinator";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxClockDifference = TimeSpan.FromMinutes(1);

    /// <summary>Runs the checks.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(CommandContext context)
    {
        ServerAddress address;
        try
        {
            address = ServerAddress.Resolve(context.ServerOption, context.Environment, context.Data);
        }
        catch (CliException exception)
        {
            return [RuntimeChecks.Split("coordinator", exception.Message)];
        }

        var announced = context.Data.ReadCoordinator();
        var isNamed = context.ServerOption is not null || context.Environment.Variable(ServerAddress.Variable) is { Length: > 0 };
        if (!isNamed && announced is null)
            return [Finding.Ok("coordinator", "none runs on the data directory: `latbench up` starts one"), .. ConfigurationChecks.Ports(context).Select(Port)];
        if (!isNamed && OperatingSystem.IsLinux() && !LatBenchProcess.IsProgram(announced!.Pid, Program))
        {
            return
            [
                Finding.Warning("coordinator", $"{context.Data.Addresses} names process {announced.Pid}, which runs no more", "start it again with `latbench up`"),
                .. ConfigurationChecks.Ports(context).Select(Port),
            ];
        }

        return await AskAsync(context, address.Uri);
    }

    private static async Task<IReadOnlyList<Finding>> AskAsync(CommandContext context, Uri server)
    {
        try
        {
            using var connection = context.Connect(server);
            using var call = connection.Devices.ListDevicesAsync(
                new ListDevicesRequest { PageSize = 1 }, deadline: connection.Within(Timeout), cancellationToken: context.CancellationToken);
            var headers = await call.ResponseHeadersAsync;
            await call.ResponseAsync;
            return [Finding.Ok(Check, $"{server.GetLeftPart(UriPartial.Authority)} answers"), .. Clock(context, headers), .. await DeviceAsync(context, connection)];
        }
        catch (RpcException exception)
        {
            return [RuntimeChecks.Split(Check, CallError.Explain(exception, server))];
        }
        catch (CliException exception)
        {
            return [RuntimeChecks.Split(Check, exception.Message)];
        }
    }

    private static IEnumerable<Finding> Clock(CommandContext context, Metadata headers)
    {
        if (!DateTimeOffset.TryParse(headers.GetValue("date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var theirs))
            yield break;
        var difference = context.Time.GetUtcNow() - theirs;
        var text = string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(difference.TotalSeconds):F0} s {(difference < TimeSpan.Zero ? "behind" : "ahead of")} the coordinator's");
        yield return difference.Duration() > MaxClockDifference
            ? Finding.Warning("clock of both", text, "let both machines set their clocks: sudo timedatectl set-ntp true")
            : Finding.Ok("clock of both", text);
    }

    private static async Task<IEnumerable<Finding>> DeviceAsync(CommandContext context, CoordinatorConnection connection)
    {
        if (context.Data.Agent.ReadEnrolment() is not { Device: { } device } enrolment || !Uri.TryCreate(enrolment.Server, UriKind.Absolute, out var enrolled) || enrolled != connection.Server)
            return [];
        return [await LocalEnrolment.FindDeviceAsync(context, connection) is not null
            ? Finding.Ok("device", $"the coordinator knows {device}")
            : Finding.Problem("device", $"the coordinator does not know {device}, or it was removed", $"delete {context.Data.Agent.Credential}, and enrol the device again with `latbench agent run`")];
    }

    private static Finding Port(int port)
    {
        var check = string.Create(CultureInfo.InvariantCulture, $"port {port}");
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return Finding.Ok(check, "free");
        }
        catch (SocketException exception)
        {
            return Finding.Warning(
                check,
                exception.SocketErrorCode == SocketError.AddressAlreadyInUse ? "another program listens there" : exception.Message.TrimEnd('.'),
                string.Create(CultureInfo.InvariantCulture, $"end that program (ss -ltnp 'sport = :{port}' names it), or start the coordinator on other ports: latbench up --http 127.0.0.1:0 --grpc 127.0.0.1:0"));
        }
    }
}
