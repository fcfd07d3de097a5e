using LatBench.Exporter.Tests;

[assembly: AssemblyFixture(typeof(WeightsFolder))]

namespace LatBench.Exporter.Tests;

/// <summary>A folder of its own that holds the shared weights file while the tests of this project run.</summary>
public sealed class WeightsFolder : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("latbench-weights-");

    public WeightsFolder() => SharedWeights.For(Precision.Fp32).Save(Path);

    public string Path => _directory.FullName;

    public void Dispose() => _directory.Delete(recursive: true);
}
