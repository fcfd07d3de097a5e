using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using LatBench.Models;
using LatBench.SearchSpaces;
using LatBench.Storage.Devices;
using LatBench.Storage.Measurements;
using LatBench.Storage.Models;

namespace LatBench.Bench.Snapshots;

/// <summary>Measurements of architectures on many targets, made up as they are asked for, so that nothing but the snapshot takes memory.</summary>
internal sealed class MadeUpMeasurements : IPublicationSource
{
    private readonly Model[] _models;
    private readonly PublishedArchitecture[] _architectures;
    private readonly (Target Target, Device Device)[] _targets;
    private readonly int _samples;

    public MadeUpMeasurements(IReadOnlyList<Architecture> architectures, int targets, int samples)
    {
        _samples = samples;
        var cells = architectures.Where(architecture => BenchSpace.Space.WhyNotMeasurable(architecture) is null).GroupBy(BenchSpace.Space.Canonicalize)
            .Select(cell => (Model: ModelOf(cell.Key), Architectures: cell.ToArray())).ToArray();
        _models = [.. cells.Select(cell => cell.Model).OrderBy(model => model.Sha256, StringComparer.Ordinal)];
        _architectures =
        [
            .. cells.SelectMany(cell => cell.Architectures.Select(architecture => new PublishedArchitecture(architecture.ToString(), cell.Model.Sha256)))
                .OrderBy(architecture => architecture.Architecture, StringComparer.Ordinal),
        ];
        _targets = [.. Enumerable.Range(1, targets).Select(TargetOf)];
    }

    public Task<IReadOnlyList<(Target Target, Device Device)>> ListTargetsAsync(PublicationSelection selection, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<(Target, Device)>>(_targets);

    public async IAsyncEnumerable<PublishedMeasurement> ReadMeasurementsAsync(
        PublicationSelection selection, string target, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var visits = new MadeUpVisits(Array.FindIndex(_targets, entry => entry.Target.Slug == target), _samples);
        foreach (var (index, model) in _models.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return visits.Of(index, model, target);
        }
    }

    public async IAsyncEnumerable<PublishedArchitecture> ReadArchitecturesAsync(PublicationSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var architecture in _architectures)
            yield return architecture;
    }

    public Task<IReadOnlyList<UploadedModel>> ListUploadedModelsAsync(IReadOnlyCollection<string> sha256s, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<UploadedModel>>([]);

    private static Model ModelOf(Architecture cell) => new()
    {
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cell.ToString()))),
        WeightsSha256 = "",
        WeightsFileName = "",
        SearchSpace = cell.Space,
        CanonicalArchitecture = cell.ToString(),
        Architecture = cell.ToString(),
        Configuration = new ModelConfiguration { Input = "cifar100" },
    };

    private static (Target Target, Device Device) TargetOf(int number)
    {
        var id = $"device-{number:000}";
        var target = new Target { Slug = $"{id}/ort-1.31.1/cpu/t1", DeviceId = id, Runtime = "ort", RuntimeVersion = "1.31.1", ExecutionProvider = "cpu", Threads = 1 };
        return (target, new Device
        {
            Id = id,
            State = DeviceState.Active,
            Hardware = new Hardware { CpuModel = "A processor", Architecture = "x64", LogicalCpus = 2, UsableCpus = 2, MemoryBytes = 8L << 30 },
            Software = new Software { AgentVersion = "0.1.0", OperatingSystem = "A system 12", Kernel = "6.1.0" },
            Targets = [target],
            EnrolledAt = MadeUpVisits.Start,
        });
    }
}
