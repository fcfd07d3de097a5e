using System.Diagnostics.CodeAnalysis;

namespace LatBench.Plotting;

/// <summary>A file format of pictures.</summary>
public sealed class PictureFormat
{
    private readonly Func<Chart, PictureOptions, byte[]> _write;

    private PictureFormat(string extension, Func<Chart, PictureOptions, byte[]> write) => (Extension, _write) = (extension, write);

    /// <summary>Gets the formats.</summary>
    public static IReadOnlyList<PictureFormat> All { get; } =
    [
        new(".svg", (chart, options) => System.Text.Encoding.UTF8.GetBytes(chart.ToSvg(options))),
        new(".png", (chart, options) => chart.ToPng(options)),
    ];

    /// <summary>Gets the end of the names of files of the format, such as <c>.svg</c>.</summary>
    public string Extension { get; }

    /// <summary>Finds the format of a file by its name, upper or lower case.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">The format, where the name has one.</param>
    /// <returns>True where the name has one.</returns>
    public static bool TryFind(string path, [NotNullWhen(true)] out PictureFormat? format) =>
        (format = All.FirstOrDefault(known => known.Extension.Equals(Path.GetExtension(path), StringComparison.OrdinalIgnoreCase))) is not null;

    /// <summary>Draws a chart in the format.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="options">Size and colours.</param>
    public byte[] Write(Chart chart, PictureOptions options) => _write(chart, options);
}
