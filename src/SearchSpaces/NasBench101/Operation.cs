namespace LatBench.SearchSpaces.NasBench101;

/// <summary>An operation at an inner vertex of a cell, by its published label.</summary>
internal enum Operation
{
    /// <summary><c>conv3x3-bn-relu</c>.</summary>
    Conv3x3,

    /// <summary><c>conv1x1-bn-relu</c>.</summary>
    Conv1x1,

    /// <summary><c>maxpool3x3</c>.</summary>
    MaxPool3x3,
}
