namespace LatBench.SearchSpaces.Darts;

/// <summary>An operation on an edge of a cell. The first seven are those of the DARTS space, the others occur in genotypes of NASNet and AmoebaNet.</summary>
internal enum Operation
{
    MaxPool3x3,

    AvgPool3x3,

    SkipConnect,

    SepConv3x3,

    SepConv5x5,

    DilConv3x3,

    DilConv5x5,

    SepConv7x7,

    Conv7x1Then1x7,
}
