using LatBench.Exporter.Tests;

[assembly: AssemblyFixture(typeof(WeightsFolder))]

namespace LatBench.Exporter.Tests;

/// <summary>A folder of its own that holds the shared weights file while the tests of this project run.</summary>
public sealed class WeightsFolder : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("latbench-weights-");

    public WeightsFolder()
    {
        var weights = SharedWeights.For(Precision.Fp32);
        using var file = File.Create(System.IO.Path.Combine(Path, weights.FileName));
        weights.WriteTo(file);
    }

    public string Path => _directory.FullName;

    public void Dispose() => _directory.Delete(recursive: true);
}
