using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using LatBench.Contracts.Naming;
using LatBench.Contracts.Transport;
using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Coordination;
using LatBench.Hosting;
using LatBench.Settings;
using Microsoft.Extensions.Logging;

namespace LatBench.DeviceAgent.Enrolment;

/// <summary>Makes the agent known to its coordinator: by its credential, or once by an enrolment token.</summary>
internal sealed class DeviceEnrolment(
    Coordinator coordinator, AgentOptions options, CredentialFile file, Backoff backoff, TimeProvider clock, ILogger<DeviceEnrolment> logger)
{
    /// <summary>Returns true where the device has a credential already.</summary>
    /// <exception cref="AgentException">The credential cannot be read, or is that of another device.</exception>
    public bool IsEnrolled() => Read() is not null;

    /// <summary>Enrols and describes the device; waits for a coordinator that is away.</summary>
    /// <returns>Name of the device, <c>devices/{device}</c>; later calls carry its credential.</returns>
    /// <exception cref="AgentException">The coordinator refuses the device, or there is nothing to enrol with.</exception>
    public async Task<string> EnsureAsync(DeviceDescription description, CancellationToken cancellationToken)
    {
        var credential = Read();
        var mayEnrol = options.EnrolmentToken is not null;
        var unreachable = new WaitNotice(clock);
        while (true)
        {
            try
            {
                if (credential is not null && await DescribeAsync(credential, description, mayEnrol, cancellationToken).ConfigureAwait(false))
                    return credential.Device;
                // The token is worth nothing any more once the device has called with its credential, which it does at once.
                credential = await EnrolAsync(description, cancellationToken).ConfigureAwait(false);
                mayEnrol = false;
            }
            catch (RpcException exception) when (exception.IsTransient())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (unreachable.Begin(exception.Describe())) EnrolmentLog.Waiting(logger, options.Server, exception.Describe());
                await backoff.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (RpcException exception)
            {
                throw new AgentException($"The coordinator at {options.Server} does not take this device: {(ConnectionException.Explain(exception) ?? exception.Status.Detail).TrimEnd('.')}.");
            }
        }
    }

    private DeviceCredential? Read()
    {
        var credential = file.Read();
        if (credential is not null && options.DeviceId is { } wished && credential.Device != $"devices/{wished}")
        {
            throw new AgentException(
                $"The data directory '{options.DataDirectory}' belongs to {credential.Device}, not to devices/{wished}; give each device a --data of its own.");
        }

        return credential;
    }

    /// <returns>False where the credential is not good any more but the device may enrol.</returns>
    private async Task<bool> DescribeAsync(DeviceCredential credential, DeviceDescription description, bool mayEnrol, CancellationToken cancellationToken)
    {
        coordinator.Authenticate(credential.Credential);
        var request = new DescribeDeviceRequest
        {
            Name = credential.Device,
            Hardware = description.Hardware,
            Software = description.Software,
            Targets = { description.Targets },
        };
        try
        {
            await coordinator.Devices.DescribeDeviceAsync(request, coordinator.Call(clock, cancellationToken)).ConfigureAwait(false);
        }
        catch (RpcException exception) when (exception.IsRefusedCredential() || exception.StatusCode == StatusCode.NotFound)
        {
            if (mayEnrol) return false;
            throw new AgentException(
                $"The coordinator at {options.Server} does not know {credential.Device} any more ({exception.Describe()}); enrol it again with a new token in {AgentSettings.TokenVariable}.");
        }

        if (credential.Server != options.Server.ToString()) file.Write(credential with { Server = options.Server.ToString() });
        EnrolmentLog.Described(logger, credential.Device, options.Server);
        return true;
    }

    private async Task<DeviceCredential> EnrolAsync(DeviceDescription description, CancellationToken cancellationToken)
    {
        var token = options.EnrolmentToken ?? throw new AgentException(
            $"This device is not enrolled yet; give a one-time enrolment token in {AgentSettings.TokenVariable} or with --enrolment-token-file.");
        var id = options.DeviceId ?? DeviceId.FromHostName(Environment.MachineName);
        var request = new EnrolDeviceRequest
        {
            // The same token and device are the same call, also after a crash between the answer and the file.
            RequestId = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{token}\n{id}")))[..32],
            EnrolmentToken = token,
            DeviceId = id,
            // A name given by an operator is meant to be public; a host name was not chosen for that.
            NamedAfterHost = options.DeviceId is null,
            Hardware = description.Hardware,
            Software = description.Software,
            Targets = { description.Targets },
        };
        coordinator.Authenticate(token);
        var answer = await coordinator.Devices.EnrolDeviceAsync(request, coordinator.Call(clock, cancellationToken)).ConfigureAwait(false);
        var credential = new DeviceCredential(options.Server.ToString(), answer.Device.Name, answer.Credential);
        file.Write(credential);
        coordinator.Authenticate(credential.Credential);
        EnrolmentLog.Enrolled(logger, credential.Device, options.Server);
        return credential;
    }
}

/// <summary>The description of its device that an agent sends at enrolment and at every start.</summary>
internal sealed record DeviceDescription(Contracts.V1.Hardware Hardware, Software Software, IReadOnlyList<Target> Targets);

/// <summary>The log messages of enrolment.</summary>
internal static partial class EnrolmentLog
{
    [LoggerMessage(EventIds.DeviceEnrolled, LogLevel.Information, "Enrolled as {Device} at {Server}.")]
    public static partial void Enrolled(ILogger logger, string device, Uri server);

    [LoggerMessage(EventIds.DeviceDescribed, LogLevel.Information, "Known as {Device} at {Server}.")]
    public static partial void Described(ILogger logger, string device, Uri server);

    [LoggerMessage(EventIds.EnrolmentWaiting, LogLevel.Warning, "The coordinator at {Server} does not answer ({Reason}); trying again.")]
    public static partial void Waiting(ILogger logger, Uri server, string reason);
}
