namespace LatBench.Dashboard.Cells;

/// <summary>The colours of operations: one class for operations of one kind, in all search spaces.</summary>
internal static class OperationKinds
{
    /// <summary>Gets the class of an operation by its published name.</summary>
    public static string Of(string operation) => operation switch
    {
        "none" => "none",
        "skip_connect" => "skip",
        "nor_conv_1x1" or "conv1x1-bn-relu" => "conv1",
        "nor_conv_3x3" or "conv3x3-bn-relu" or "sep_conv_3x3" => "conv3",
        "sep_conv_5x5" or "sep_conv_7x7" or "conv_7x1_1x7" => "conv5",
        "dil_conv_3x3" or "dil_conv_5x5" => "dilated",
        _ when operation.Contains("pool", StringComparison.Ordinal) => "pool",
        _ => "other",
    };
}
