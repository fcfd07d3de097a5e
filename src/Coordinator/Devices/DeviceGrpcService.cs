using Grpc.Core;
using LatBench.Contracts.CommandLines;
using LatBench.Contracts.Naming;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Campaigns;
using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Resources;
using LatBench.Coordinator.Security;
using LatBench.Storage;
using LatBench.Storage.Devices;
using DeviceState = LatBench.Storage.Devices.DeviceState;
using Role = LatBench.Storage.Tokens.Role;

namespace LatBench.Coordinator.Devices;

/// <summary>Devices and their enrolment.</summary>
internal sealed class DeviceGrpcService(IStore store, CampaignEnding campaigns, TimeProvider time) : DeviceService.DeviceServiceBase
{
    private const string Collection = "devices";

    /// <inheritdoc/>
    public override async Task<EnrolDeviceResponse> EnrolDevice(EnrolDeviceRequest request, ServerCallContext context)
    {
        var faults = DeviceValidator.Validate(request.Hardware, request.Software, request.Targets);
        if (!DeviceId.IsValid(request.DeviceId))
            faults.Insert(0, ("device_id", $"A device id is {DeviceId.Rule}."));
        if (request.RequestId.Length is 0 or > 100)
            faults.Insert(0, ("request_id", "The request id is 1 to 100 characters."));
        if (faults.Count > 0)
            throw RpcErrors.InvalidArgument(faults);

        var credential = TokenSecret.Generate(Role.Device);
        var outcome = await store.Devices.EnrolAsync(
            new NewDevice
            {
                Id = request.DeviceId,
                RequestId = request.RequestId,
                EnrolmentTokenHash = TokenSecret.Hash(EnrolmentCode.Normalize(request.EnrolmentToken)),
                CredentialHash = TokenSecret.Hash(credential),
                Hardware = request.Hardware.ToDomain(),
                Software = request.Software.ToDomain(),
                Targets = request.Targets.ToDomain(request.DeviceId),
                HidesName = request.NamedAfterHost,
                Now = time.GetUtcNow(),
            },
            context.CancellationToken);

        return outcome switch
        {
            EnrolOutcome.InvalidToken => throw RpcErrors.Unauthenticated("The enrolment token is unknown, expired, revoked or used: make a new one with 'latbench devices invite'."),
            EnrolOutcome.IdTaken => throw RpcErrors.AlreadyExists("device", ResourceName.Device(request.DeviceId), Taken(request)),
            _ => new EnrolDeviceResponse
            {
                Device = await RequireAsync(request.DeviceId, context.CancellationToken),
                Credential = credential,
            },
        };
    }

    /// <inheritdoc/>
    public override async Task<DescribeDeviceResponse> DescribeDevice(DescribeDeviceRequest request, ServerCallContext context)
    {
        var id = ResourceName.ParseId(Collection, request.Name, "name");
        Caller.Of(context).RequireDevice(id);
        var faults = DeviceValidator.Validate(request.Hardware, request.Software, request.Targets);
        if (faults.Count > 0)
            throw RpcErrors.InvalidArgument(faults);

        await store.Devices.DescribeAsync(
            id, request.Hardware.ToDomain(), request.Software.ToDomain(), request.Targets.ToDomain(id), time.GetUtcNow(), context.CancellationToken);
        return new DescribeDeviceResponse { Device = await RequireAsync(id, context.CancellationToken) };
    }

    /// <inheritdoc/>
    public override async Task<GetDeviceResponse> GetDevice(GetDeviceRequest request, ServerCallContext context)
    {
        var id = ResourceName.ParseId(Collection, request.Name, "name");
        if (Caller.Of(context).Role == Role.Device)
            Caller.Of(context).RequireDevice(id);

        return new GetDeviceResponse { Device = await RequireAsync(id, context.CancellationToken) };
    }

    /// <inheritdoc/>
    public override async Task<ListDevicesResponse> ListDevices(ListDevicesRequest request, ServerCallContext context)
    {
        var size = Paging.Size(request.PageSize, fallback: 100, max: 1000);
        var devices = await store.Devices.ListAsync(Paging.After(request.PageToken), size + 1, context.CancellationToken);
        var response = new ListDevicesResponse();
        response.Devices.AddRange(devices.Take(size).Select(device => device.ToProto(time.GetUtcNow())));
        if (devices.Count > size)
            response.NextPageToken = Paging.Token(devices[size - 1].Id);

        return response;
    }

    /// <inheritdoc/>
    public override async Task<ListCanaryReadingsResponse> ListCanaryReadings(ListCanaryReadingsRequest request, ServerCallContext context)
    {
        var filter = request.ToFilter(ResourceName.ParseId(Collection, request.Parent, "parent"));
        var size = Paging.Size(request.PageSize, fallback: 500, max: 5000);
        var before = CanaryMapping.ParseToken(request.PageToken);
        _ = await store.Devices.FindAsync(filter.DeviceId, context.CancellationToken) ?? throw await NotFoundAsync(filter.DeviceId, context.CancellationToken);
        var readings = await store.Measurements.ListCanaryReadingsAsync(filter, before, size + 1, context.CancellationToken);
        var response = new ListCanaryReadingsResponse();
        response.Readings.AddRange(readings.Take(size).Select(CanaryMapping.ToProto));
        if (readings.Count > size)
            response.NextPageToken = CanaryMapping.Token(readings[size - 1].Position);

        return response;
    }

    /// <inheritdoc/>
    public override async Task<DrainDeviceResponse> DrainDevice(DrainDeviceRequest request, ServerCallContext context) =>
        new() { Device = await SetStateAsync(request.Name, DeviceState.Draining, context.CancellationToken) };

    /// <inheritdoc/>
    public override async Task<ResumeDeviceResponse> ResumeDevice(ResumeDeviceRequest request, ServerCallContext context) =>
        new() { Device = await SetStateAsync(request.Name, DeviceState.Active, context.CancellationToken) };

    /// <inheritdoc/>
    public override async Task<RemoveDeviceResponse> RemoveDevice(RemoveDeviceRequest request, ServerCallContext context)
    {
        await SetStateAsync(request.Name, DeviceState.Removed, context.CancellationToken);
        return new RemoveDeviceResponse();
    }

    /// <inheritdoc/>
    public override async Task<SetDevicePublicationResponse> SetDevicePublication(SetDevicePublicationRequest request, ServerCallContext context)
    {
        var id = ResourceName.ParseId(Collection, request.Name, "name");
        if (!request.HasPrivate && !request.HasHidesName)
            throw RpcErrors.InvalidArgument("private", "Nothing is to be changed: give private, hides_name or both.");
        if (request is { HasPrivate: true, Private: false } && await store.Devices.FindAsync(id, context.CancellationToken) is { Hardware.Emulator: { } emulator })
            throw RpcErrors.FailedPrecondition($"The agent of {id} has run under the emulator {emulator}, whose latencies are not those of a device: leave it private, and ask for its data with --include-private; a real device is enrolled under another name.");
        var device = await store.Devices.SetPublicationAsync(
            id, request.HasPrivate ? request.Private : null, request.HasHidesName ? request.HidesName : null, context.CancellationToken);
        return new SetDevicePublicationResponse { Device = device?.ToProto(time.GetUtcNow()) ?? throw await NotFoundAsync(id, context.CancellationToken) };
    }

    private static string Taken(EnrolDeviceRequest request) =>
        request.Software.Browser.Length > 0
            ? $"There is a device {request.DeviceId} already: give this browser another name, such as {DeviceId.Another(request.DeviceId)}."
            : $"There is a device {request.DeviceId} already: give this one another name with --device, as in 'latbench agent run --device {ShellWord.Quote(DeviceId.Another(request.DeviceId))}'.";

    private async Task<Contracts.V1.Device> SetStateAsync(string name, DeviceState state, CancellationToken cancellationToken)
    {
        var id = ResourceName.ParseId(Collection, name, "name");
        var device = await campaigns.WriteAsync(transaction => transaction.SetDeviceStateAsync(id, state, time.GetUtcNow()), cancellationToken);
        return device?.ToProto(time.GetUtcNow()) ?? throw await NotFoundAsync(id, cancellationToken);
    }

    private async Task<Contracts.V1.Device> RequireAsync(string id, CancellationToken cancellationToken) =>
        (await store.Devices.FindAsync(id, cancellationToken))?.ToProto(time.GetUtcNow()) ?? throw await NotFoundAsync(id, cancellationToken);

    private async Task<RpcException> NotFoundAsync(string id, CancellationToken cancellationToken) => RpcErrors.NotFound(
        "device", ResourceName.Device(id), $"There is no device {id} in service: see 'latbench devices list'.{await NearestHint.OfDeviceAsync(store.Devices, id, cancellationToken)}");
}
