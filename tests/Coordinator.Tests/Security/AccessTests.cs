using Grpc.Core;
using Grpc.Health.V1;
using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests.Security;

public sealed class AccessTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_without_token_is_unauthenticated()
    {
        var client = new CampaignService.CampaignServiceClient(coordinator.As(null));

        var message = await RpcAssert.FailsAsync(StatusCode.Unauthenticated, client.ListCampaignsAsync(new(), cancellationToken: Cancel));

        Assert.Contains("needs a token", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_with_wrong_token_is_unauthenticated()
    {
        var client = new CampaignService.CampaignServiceClient(coordinator.As("latbench_admin_wrong"));

        await RpcAssert.FailsAsync(StatusCode.Unauthenticated, client.ListCampaignsAsync(new(), cancellationToken: Cancel));
    }

    [Fact]
    public async Task Viewer_may_read_but_not_submit()
    {
        var token = await CreateTokenAsync(Role.Viewer);
        var client = new CampaignService.CampaignServiceClient(coordinator.As(token.Secret));

        await client.ListCampaignsAsync(new(), cancellationToken: Cancel);
        await RpcAssert.FailsAsync(StatusCode.PermissionDenied, client.CreateCampaignAsync(new(), cancellationToken: Cancel));
    }

    [Fact]
    public async Task Revoked_token_stops_working_at_once()
    {
        var token = await CreateTokenAsync(Role.Viewer);
        var client = new CampaignService.CampaignServiceClient(coordinator.As(token.Secret));
        await client.ListCampaignsAsync(new(), cancellationToken: Cancel);

        await Tokens.RevokeTokenAsync(new RevokeTokenRequest { Name = token.Token.Name }, cancellationToken: Cancel);

        await RpcAssert.FailsAsync(StatusCode.Unauthenticated, client.ListCampaignsAsync(new(), cancellationToken: Cancel));
    }

    [Fact]
    public async Task Device_token_cannot_be_made_by_hand() =>
        await RpcAssert.FailsOnAsync(Tokens.CreateTokenAsync(new CreateTokenRequest { Role = Role.Device }, cancellationToken: Cancel), "role");

    [Fact]
    public async Task Enrolment_token_works_once()
    {
        var token = await CreateTokenAsync(Role.Enrolment);
        var client = new DeviceService.DeviceServiceClient(coordinator.As(null));
        await client.EnrolDeviceAsync(Requests.Enrol("once-a", token.Secret), cancellationToken: Cancel);

        await RpcAssert.FailsAsync(StatusCode.Unauthenticated, client.EnrolDeviceAsync(Requests.Enrol("once-b", token.Secret), cancellationToken: Cancel));
    }

    [Fact]
    public async Task Device_cannot_act_for_another()
    {
        var jobs = new JobService.JobServiceClient(await coordinator.EnrolAsync("own"));
        await coordinator.EnrolAsync("other");

        var message = await RpcAssert.FailsAsync(
            StatusCode.PermissionDenied, jobs.LeaseJobsAsync(new LeaseJobsRequest { Device = "devices/other", MaxJobs = 1 }, cancellationToken: Cancel));

        Assert.Contains("devices/own", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Removed_device_is_locked_out()
    {
        var jobs = new JobService.JobServiceClient(await coordinator.EnrolAsync("removed"));
        await new DeviceService.DeviceServiceClient(coordinator.AsAdmin()).RemoveDeviceAsync(new RemoveDeviceRequest { Name = "devices/removed" }, cancellationToken: Cancel);

        await RpcAssert.FailsAsync(
            StatusCode.Unauthenticated, jobs.LeaseJobsAsync(new LeaseJobsRequest { Device = "devices/removed", MaxJobs = 1 }, cancellationToken: Cancel));
    }

    [Fact]
    public async Task Health_needs_no_token_and_says_serving()
    {
        var response = await new Grpc.Health.V1.Health.HealthClient(coordinator.As(null)).CheckAsync(new HealthCheckRequest(), cancellationToken: Cancel);

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, response.Status);
    }

    [Fact]
    public void Admin_token_file_is_for_its_owner_only()
    {
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(coordinator.DataDirectory, "admin-token")));
    }

    private TokenService.TokenServiceClient Tokens => new(coordinator.AsAdmin());

    private async Task<CreateTokenResponse> CreateTokenAsync(Role role) =>
        await Tokens.CreateTokenAsync(new CreateTokenRequest { Role = role }, cancellationToken: Cancel);
}
