using LatBench.Measurements;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Tests.Contract;

/// <summary>Conditions are stored in two parts, and read back as they were.</summary>
public abstract class ConditionsContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    [Fact]
    public async Task Conditions_of_many_kinds_are_read_back()
    {
        var target = await EnrolAsync();
        await CreateAsync(target, models: 20, minPasses: 1);
        var random = new Random(5);
        var given = new Dictionary<long, Conditions>();
        foreach (var job in await LeaseAsync())
        {
            var conditions = Some(random);
            await CompleteAsync(job, result: TestData.Pass(1) with { Conditions = conditions });
            given[job.JobId] = conditions;
        }

        var measurements = await Store.Measurements.ListAsync(new(), null, 100, Token);
        var stored = new List<Conditions>();
        foreach (var measurement in measurements)
            stored.Add(Assert.Single(await Store.Measurements.ListPassesAsync(measurement.Id, Token)).Result.Conditions);

        Assert.Equal(20, stored.Count);
        Assert.Equal(
            given.Values.Select(Text).Order(StringComparer.Ordinal),
            stored.Select(Text).Order(StringComparer.Ordinal));
    }

    private static string Text(Conditions conditions) => StoredJson.Write(conditions);

    private static Conditions Some(Random random) => new()
    {
        RuntimeVersion = "1.31.1",
        AgentVersion = random.Next(2) == 0 ? "0.1.0" : "0.2.0 \"#@\\",
        FrequencyKhz = random.Next(3) == 0 ? null : random.NextInt64(),
        LoadAverage1m = random.NextDouble() * Math.Pow(10, random.Next(-10, 10)),
        ContainerCpuLimit = random.Next(4) / 2.0,
        CpuAffinity = [.. Enumerable.Range(0, random.Next(4))],
        Priority = -5,
        StealMs = -1,
        Flags = random.Next(2) == 0 ? [] : ["steal", "12", "2001-02-03T04:05:06+00:00"],
        ToolsReadAt = random.Next(2) == 0 ? null : Now.AddTicks(random.Next()),
        Gpus = random.Next(2) == 0 ? null : [new GpuConditions { Name = "A, {GPU}: #1", TemperatureMillidegrees = 51_000 + random.Next(100) }],
    };
}
