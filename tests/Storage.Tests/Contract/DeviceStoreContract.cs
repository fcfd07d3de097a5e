using LatBench.Storage.Devices;
using LatBench.Storage.Tokens;

namespace LatBench.Storage.Tests.Contract;

public abstract class DeviceStoreContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    [Fact]
    public async Task EnrolAsync_good_token_registers_device_and_credential()
    {
        await EnrolAsync("lab");

        var device = await Store.Devices.FindAsync("lab", Token);
        Assert.Equivalent(
            new
            {
                Id = "lab",
                State = DeviceState.Active,
                TestData.NewDevice("lab").Hardware,
                TestData.NewDevice("lab").Software,
                TestData.NewDevice("lab").Targets,
                EnrolledAt = Now,
                LastSeenAt = (DateTimeOffset?)null,
            },
            device);
        var credential = await Store.Tokens.FindAsync(TestData.Hash("credential lab"), Token);
        Assert.Equal((Role.Device, "lab", null), (credential!.Role, credential.DeviceId, credential.RevokedAt));
        Assert.Equal(Now, (await Store.Tokens.FindAsync(TestData.Hash("enrol lab"), Token))!.UsedAt);
    }

    [Fact]
    public async Task EnrolAsync_same_request_again_replaces_credential_and_description()
    {
        await EnrolAsync("lab");
        var repeat = TestData.NewDevice("lab") with
        {
            CredentialHash = TestData.Hash("second"),
            Targets = [TestData.Target("lab", threads: 2)],
            Now = Now.AddMinutes(119),
        };

        Assert.Equal(EnrolOutcome.Enrolled, await Store.Devices.EnrolAsync(repeat, Token));

        Assert.Equal(Now.AddMinutes(119), (await Store.Tokens.FindAsync(TestData.Hash("credential lab"), Token))!.RevokedAt);
        Assert.Null((await Store.Tokens.FindAsync(TestData.Hash("second"), Token))!.RevokedAt);
        Assert.Equal([TestData.Target("lab", threads: 2)], (await Store.Devices.FindAsync("lab", Token))!.Targets);
    }

    [Fact]
    public async Task EnrolAsync_same_request_after_the_credential_was_used_changes_nothing()
    {
        await EnrolAsync("lab");
        await Store.Devices.DescribeAsync("lab", TestData.NewDevice("lab").Hardware, TestData.NewDevice("lab").Software, TestData.NewDevice("lab").Targets, Now.AddMinutes(1), Token);
        var repeat = TestData.NewDevice("lab") with { CredentialHash = TestData.Hash("second"), Now = Now.AddMinutes(2) };

        Assert.Equal(EnrolOutcome.InvalidToken, await Store.Devices.EnrolAsync(repeat, Token));

        Assert.Null((await Store.Tokens.FindAsync(TestData.Hash("credential lab"), Token))!.RevokedAt);
        Assert.Null(await Store.Tokens.FindAsync(TestData.Hash("second"), Token));
    }

    [Fact]
    public async Task EnrolAsync_same_request_an_hour_after_the_end_of_the_token_changes_nothing()
    {
        await EnrolAsync("lab");
        var repeat = TestData.NewDevice("lab") with { CredentialHash = TestData.Hash("second"), Now = Now.AddHours(2) };

        Assert.Equal(EnrolOutcome.InvalidToken, await Store.Devices.EnrolAsync(repeat, Token));

        Assert.Null((await Store.Tokens.FindAsync(TestData.Hash("credential lab"), Token))!.RevokedAt);
        Assert.Null(await Store.Tokens.FindAsync(TestData.Hash("second"), Token));
    }

    [Fact]
    public async Task EnrolAsync_same_request_with_another_token_is_refused_before_the_credential_was_used()
    {
        await EnrolAsync("lab");
        await Store.Tokens.CreateAsync(TestData.EnrolmentToken("other"), Token);
        var repeat = TestData.NewDevice("lab") with { EnrolmentTokenHash = TestData.Hash("enrol other"), CredentialHash = TestData.Hash("second") };

        Assert.Equal(EnrolOutcome.IdTaken, await Store.Devices.EnrolAsync(repeat, Token));

        Assert.Null((await Store.Tokens.FindAsync(TestData.Hash("credential lab"), Token))!.RevokedAt);
    }

    [Fact]
    public async Task EnrolAsync_and_DescribeAsync_device_that_was_once_under_an_emulator_is_private_and_keeps_it()
    {
        await Store.Tokens.CreateAsync(TestData.EnrolmentToken("lab"), Token);
        var device = TestData.NewDevice("lab");
        await Store.Devices.EnrolAsync(device with { Hardware = device.Hardware with { Emulator = "qemu-aarch64" } }, Token);
        Assert.Equivalent(new { IsPrivate = true, Hardware = new { Emulator = "qemu-aarch64" } }, await Store.Devices.FindAsync("lab", Token));

        await Store.Devices.DescribeAsync("lab", device.Hardware with { CpuModel = "New" }, device.Software, device.Targets, Now.AddMinutes(1), Token);
        await Store.Devices.DescribeAsync("lab", device.Hardware with { CpuModel = "Newer" }, device.Software, device.Targets, Now.AddMinutes(2), Token);

        Assert.Equivalent(new { IsPrivate = true, Hardware = new { CpuModel = "Newer", Emulator = "qemu-aarch64" } }, await Store.Devices.FindAsync("lab", Token));
    }

    [Fact]
    public async Task SetPublicationAsync_changes_what_is_given_and_nothing_else()
    {
        await Store.Tokens.CreateAsync(TestData.EnrolmentToken("lab"), Token);
        await Store.Devices.EnrolAsync(TestData.NewDevice("lab") with { HidesName = true }, Token);
        Assert.Equivalent(new { IsPrivate = false, HidesName = true }, await Store.Devices.FindAsync("lab", Token));

        await Store.Devices.SetPublicationAsync("lab", isPrivate: true, hidesName: null, Token);
        var shown = await Store.Devices.SetPublicationAsync("lab", isPrivate: null, hidesName: false, Token);

        Assert.Equivalent(new { IsPrivate = true, HidesName = false }, shown);
        Assert.Null(await Store.Devices.SetPublicationAsync("none", isPrivate: true, hidesName: null, Token));
    }

    [Fact]
    public async Task EnrolAsync_identical_call_again_keeps_credential_good()
    {
        await EnrolAsync("lab");

        Assert.Equal(EnrolOutcome.Enrolled, await Store.Devices.EnrolAsync(TestData.NewDevice("lab"), Token));

        Assert.Null((await Store.Tokens.FindAsync(TestData.Hash("credential lab"), Token))!.RevokedAt);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("expired")]
    [InlineData("revoked")]
    [InlineData("other role")]
    [InlineData("used by another request")]
    [InlineData("used for another device")]
    public async Task EnrolAsync_bad_token_changes_nothing(string fault)
    {
        await EnrolAsync("first");
        await Store.Tokens.CreateAsync(TestData.EnrolmentToken("expired") with { ExpiresAt = Now }, Token);
        var revoked = await Store.Tokens.CreateAsync(TestData.EnrolmentToken("revoked"), Token);
        await Store.Tokens.RevokeAsync(revoked.Id, Now, Token);
        await Store.Tokens.CreateAsync(TestData.EnrolmentToken("other role") with { Role = Role.Admin }, Token);
        var device = TestData.NewDevice("second") with
        {
            EnrolmentTokenHash = TestData.Hash(fault.StartsWith("used", StringComparison.Ordinal) ? "enrol first" : $"enrol {fault}"),
            RequestId = fault == "used for another device" ? "request first" : "request second",
        };

        Assert.Equal(EnrolOutcome.InvalidToken, await Store.Devices.EnrolAsync(device, Token));

        Assert.Null(await Store.Devices.FindAsync("second", Token));
        Assert.Null(await Store.Tokens.FindAsync(TestData.Hash("credential second"), Token));
    }

    [Fact]
    public async Task EnrolAsync_taken_id_leaves_token_unused()
    {
        await EnrolAsync("lab");
        await Store.Tokens.CreateAsync(TestData.EnrolmentToken("other"), Token);
        var device = TestData.NewDevice("lab") with { EnrolmentTokenHash = TestData.Hash("enrol other"), RequestId = "another" };

        Assert.Equal(EnrolOutcome.IdTaken, await Store.Devices.EnrolAsync(device, Token));

        Assert.Null((await Store.Tokens.FindAsync(TestData.Hash("enrol other"), Token))!.UsedAt);
    }

    [Fact]
    public async Task EnrolAsync_one_token_many_at_once_enrols_one()
    {
        await Store.Tokens.CreateAsync(TestData.EnrolmentToken("race"), Token);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Store.Devices.EnrolAsync(
            TestData.NewDevice($"device-{number}") with { EnrolmentTokenHash = TestData.Hash("enrol race") }, Token)));

        Assert.Single(outcomes, EnrolOutcome.Enrolled);
        Assert.Equal(7, outcomes.Count(outcome => outcome == EnrolOutcome.InvalidToken));
        Assert.Single(await Store.Devices.ListAsync(null, 10, Token));
    }

    [Fact]
    public async Task DescribeAsync_replaces_targets_and_keeps_past_ones_findable()
    {
        var past = await EnrolAsync("lab");

        Assert.True(await Store.Devices.DescribeAsync(
            "lab", new Hardware { CpuModel = "New" }, new Software { AgentVersion = "0.2.0" }, [TestData.Target("lab", 4), TestData.Target("lab", 2)], Now.AddHours(1), Token));

        var device = await Store.Devices.FindAsync("lab", Token);
        Assert.Equal("New", device!.Hardware.CpuModel);
        Assert.Equal("0.2.0", device.Software.AgentVersion);
        Assert.Equal([TestData.Target("lab", 4), TestData.Target("lab", 2)], device.Targets);
        Assert.Equal(Now.AddHours(1), device.LastSeenAt);
        Assert.Equal(TestData.Target("lab"), await Store.Devices.FindTargetAsync(past, Token));
    }

    [Fact]
    public async Task DescribeAsync_unknown_device_is_false() =>
        Assert.False(await Store.Devices.DescribeAsync("absent", new Hardware(), new Software(), [], Now, Token));

    [Fact]
    public async Task DescribeAsync_io_mode_is_kept()
    {
        await EnrolAsync("lab");
        var resident = TestData.Target("lab") with { Slug = "lab/ort-1.31.1/cuda/t1-resident", ExecutionProvider = "cuda", IoMode = "resident" };

        await Store.Devices.DescribeAsync("lab", new Hardware(), new Software(), [TestData.Target("lab"), resident], Now, Token);

        Assert.Equal(["host", "resident"], (await Store.Devices.FindAsync("lab", Token))!.Targets.Select(target => target.IoMode));
        Assert.Equal(resident, await Store.Devices.FindTargetAsync(resident.Slug, Token));
    }

    [Theory]
    [InlineData("basic", "host")]
    [InlineData("all", "resident")]
    public async Task DescribeAsync_known_slug_with_other_settings_is_refused_and_changes_nothing(string optimization, string mode)
    {
        await EnrolAsync("lab");

        var changed = TestData.Target("lab") with { GraphOptimization = optimization, IoMode = mode };
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Store.Devices.DescribeAsync("lab", new Hardware { CpuModel = "New" }, new Software(), [changed], Now, Token));

        Assert.Equivalent(TestData.NewDevice("lab").Hardware, (await Store.Devices.FindAsync("lab", Token))!.Hardware);
    }

    [Fact]
    public async Task ListAsync_pages_by_id_and_stays_stable_while_devices_come()
    {
        foreach (var id in new[] { "c", "a", "e" })
            await EnrolAsync(id);
        var first = await Store.Devices.ListAsync(null, 2, Token);
        await EnrolAsync("b");
        await EnrolAsync("d");

        var second = await Store.Devices.ListAsync(first[^1].Id, 2, Token);

        Assert.Equal(["a", "c"], first.Select(device => device.Id));
        Assert.Equal(["d", "e"], second.Select(device => device.Id));
        Assert.Empty(await Store.Devices.ListAsync("e", 2, Token));
        Assert.All(second, device => Assert.Equal([TestData.Target(device.Id)], device.Targets));
    }

    [Fact]
    public async Task SetStateAsync_removed_is_final_and_revokes_credential()
    {
        await EnrolAsync("lab");
        Assert.Equal(DeviceState.Draining, (await Store.SetStateAsync("lab", DeviceState.Draining, Now, Token))!.State);

        Assert.Equal(DeviceState.Removed, (await Store.SetStateAsync("lab", DeviceState.Removed, Now, Token))!.State);

        Assert.Null(await Store.SetStateAsync("lab", DeviceState.Active, Now, Token));
        Assert.Equal(DeviceState.Removed, (await Store.Devices.FindAsync("lab", Token))!.State);
        Assert.Equal(Now, (await Store.Tokens.FindAsync(TestData.Hash("credential lab"), Token))!.RevokedAt);
        Assert.Equal(EnrolOutcome.InvalidToken, await Store.Devices.EnrolAsync(TestData.NewDevice("lab"), Token));
    }

    [Fact]
    public async Task Find_unknown_is_null()
    {
        Assert.Null(await Store.Devices.FindAsync("absent", Token));
        Assert.Null(await Store.Devices.FindTargetAsync("absent/ort/cpu/t1", Token));
        Assert.Null(await Store.SetStateAsync("absent", DeviceState.Active, Now, Token));
    }
}
