using CsCheck;
using LatBench.SearchSpaces.NasBench201;

using CellArchitecture = LatBench.SearchSpaces.NasBench201.Architecture;

namespace LatBench.SearchSpaces.Tests.NasBench201;

internal static class Generators
{
    public static readonly Gen<CellArchitecture> Architectures = Gen.Int[0, Space.Size - 1].Select(CellArchitecture.FromIndex);
}
