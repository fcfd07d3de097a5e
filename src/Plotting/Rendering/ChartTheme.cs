using ScottPlot;

namespace LatBench.Plotting.Rendering;

/// <summary>The colours of pictures, which are those of the dashboard.</summary>
internal sealed record ChartTheme(Color Background, Color Grid, Color Text, Color Heading)
{
    public static readonly Color Blue = Color.FromHex("#2f6fde");
    public static readonly Color Orange = Color.FromHex("#d9730d");
    public static readonly Color Green = Color.FromHex("#2a9d62");
    public static readonly Color Red = Color.FromHex("#d1435b");
    public static readonly Color Purple = Color.FromHex("#7a5af0");
    public static readonly Color Grey = Color.FromHex("#8a94a6");

    private static readonly ChartTheme Light = new(Color.FromHex("#ffffff"), Color.FromHex("#e6e9ef"), Color.FromHex("#5b6473"), Color.FromHex("#1c2430"));

    private static readonly ChartTheme Dark = new(Color.FromHex("#14181f"), Color.FromHex("#2a303b"), Color.FromHex("#aab3c2"), Color.FromHex("#e8ecf2"));

    public static ChartTheme Of(PictureOptions options) => options.Dark ? Dark : Light;
}
