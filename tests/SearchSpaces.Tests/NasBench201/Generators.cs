using CsCheck;
using LatBench.SearchSpaces.NasBench201;


namespace LatBench.SearchSpaces.Tests.NasBench201;

internal static class Generators
{
    public static readonly Gen<Cell> Architectures = Gen.Int[0, Space.Size - 1].Select(Cell.FromIndex);
}
