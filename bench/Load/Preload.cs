using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LatBench.Measurements;
using LatBench.Models;
using LatBench.Storage;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Devices;
using LatBench.Storage.Models;
using LatBench.Storage.Tokens;

namespace LatBench.Bench.Load;

/// <summary>Devices and campaigns, put into the database before the coordinator starts.</summary>
internal static class Preload
{
    /// <summary>Jobs of one campaign, about: as many as a large one has.</summary>
    private const int JobsOfCampaign = 250_000;

    /// <returns>The number of jobs that there are now.</returns>
    public static async Task<int> RunAsync(IStore store, LoadPlan plan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await store.MigrateAsync(cancellationToken);
        for (var agent = 0; agent < plan.Agents; agent++)
            await EnrolAsync(store, agent, now, cancellationToken);

        var models = Math.Max(1, (plan.Jobs + (plan.Agents * LoadPlan.Passes) - 1) / (plan.Agents * LoadPlan.Passes));
        var ofCampaign = Math.Max(1, JobsOfCampaign / (plan.Agents * LoadPlan.Passes));
        foreach (var numbers in Enumerable.Range(0, models).Chunk(ofCampaign))
            await store.Campaigns.CreateAsync(Campaign(plan, numbers, now), cancellationToken);
        return models * plan.Agents * LoadPlan.Passes;
    }

    private static async Task EnrolAsync(IStore store, int agent, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (id, token) = (LoadPlan.Device(agent), Hash("token " + agent.ToString(CultureInfo.InvariantCulture)));
        await store.Tokens.CreateAsync(new NewToken(token, Role.Enrolment, "load", null, now, null), cancellationToken);
        var outcome = await store.Devices.EnrolAsync(
            new NewDevice
            {
                Id = id,
                RequestId = id,
                EnrolmentTokenHash = token,
                CredentialHash = Hash(LoadPlan.Credential(agent)),
                Hardware = new Hardware { CpuModel = "Simulated", Architecture = "x64", LogicalCpus = 4, UsableCpus = 4, MemoryBytes = 1L << 33, Gpus = [] },
                Software = new Software { AgentVersion = "0.1.0", OperatingSystem = "Simulated", Kernel = "6.1", Protocols = [MeasurementProtocol.Name], Precisions = ["fp32"] },
                Targets = [new Target { Slug = Slug(agent), DeviceId = id, Runtime = "ort", RuntimeVersion = "1.31.1", ExecutionProvider = "cpu", Threads = 1 }],
                Now = now,
            },
            cancellationToken);
        if (outcome != EnrolOutcome.Enrolled) throw new BenchException($"Device {id} was not enrolled: {outcome}.");
    }

    private static NewCampaign Campaign(LoadPlan plan, int[] numbers, DateTimeOffset now) => new()
    {
        DisplayName = "Load",
        Request = "{}",
        Protocol = new MeasurementProtocol { MinPasses = LoadPlan.Passes, MaxPasses = LoadPlan.Passes, MinSpread = TimeSpan.Zero },
        Targets = [.. Enumerable.Range(0, plan.Agents).Select(Slug)],
        Models = [.. numbers.Select(Model)],
        Architectures = [.. numbers.Select(number => new CampaignArchitecture(Model(number).Architecture, Model(number).Sha256, null))],
        Remeasure = true,
        Now = now,
    };

    private static Model Model(int number)
    {
        var name = "load " + number.ToString(CultureInfo.InvariantCulture);
        return new Model
        {
            Sha256 = Convert.ToHexStringLower(Hash(name)),
            WeightsSha256 = Convert.ToHexStringLower(Hash("weights")),
            WeightsFileName = "weights.bin",
            SearchSpace = "nas-bench-201",
            CanonicalArchitecture = name,
            Architecture = name,
            Configuration = new ModelConfiguration { Input = "cifar100" },
        };
    }

    private static string Slug(int agent) => $"{LoadPlan.Device(agent)}/ort-1.31.1/cpu/t1";

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
