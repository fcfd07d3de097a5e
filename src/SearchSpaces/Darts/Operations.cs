namespace LatBench.SearchSpaces.Darts;

/// <summary>The names of the operations.</summary>
internal static class Operations
{
    /// <summary>The number of operations of the DARTS space.</summary>
    public const int Official = 7;

    /// <summary>The number of operations that genotypes may have.</summary>
    public const int Count = 9;

    private const string Letters = "maksudewc";

    private static readonly string[] NamesInOrder =
    [
        "max_pool_3x3", "avg_pool_3x3", "skip_connect", "sep_conv_3x3", "sep_conv_5x5", "dil_conv_3x3", "dil_conv_5x5", "sep_conv_7x7", "conv_7x1_1x7",
    ];

    private static readonly string[] ShortNamesInOrder = ["max", "avg", "skip", "sep3", "sep5", "dil3", "dil5", "sep7", "conv7"];

    /// <summary>Gets the published names, in the order of the enum.</summary>
    public static IReadOnlyList<string> Names => NamesInOrder;

    /// <summary>Gets the names in compact texts, in the order of the enum.</summary>
    public static IReadOnlyList<string> ShortNames => ShortNamesInOrder;

    public static string Name(this Operation operation) => NamesInOrder[(int)operation];

    public static string ShortName(this Operation operation) => ShortNamesInOrder[(int)operation];

    /// <summary>Gets the letter of the operation in codes.</summary>
    public static char Letter(this Operation operation) => Letters[(int)operation];

    /// <summary>Gets the side of the kernel of a separable or dilated convolution; 0 for other operations.</summary>
    public static int KernelSize(this Operation operation) => operation switch
    {
        Operation.SepConv3x3 or Operation.DilConv3x3 => 3,
        Operation.SepConv5x5 or Operation.DilConv5x5 => 5,
        Operation.SepConv7x7 => 7,
        _ => 0,
    };

    public static bool IsSeparable(this Operation operation) => operation is Operation.SepConv3x3 or Operation.SepConv5x5 or Operation.SepConv7x7;

    public static bool IsDilated(this Operation operation) => operation is Operation.DilConv3x3 or Operation.DilConv5x5;
}
