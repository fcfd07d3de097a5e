using LatBench.Exporter.Tests;
using LatBench.SearchSpaces;
using LatBench.TestKit;

[assembly: AssemblyFixture(typeof(WeightsFolder))]

namespace LatBench.Exporter.Tests;

/// <summary>A folder of its own that holds the shared weights files while the tests of this project run.</summary>
public sealed class WeightsFolder : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("latbench-weights-");

    public WeightsFolder()
    {
        foreach (var precision in Enum.GetValues<Precision>())
            SharedWeights.For(Nas201.SearchSpace, Nas201.SearchSpace.DefaultInput, precision).Save(Path);
    }

    public string Path => _directory.FullName;

    public void Dispose() => _directory.Delete(recursive: true);
}
