using CsCheck;
using LatBench.SearchSpace.NasBench201;

namespace LatBench.SearchSpace.Tests.NasBench201;

internal static class Generators
{
    public static readonly Gen<Architecture> Architectures = Gen.Int[0, Space.Size - 1].Select(Architecture.FromIndex);
}
