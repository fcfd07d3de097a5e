using System.Text;
using ScottPlot;
using SkiaSharp;

namespace LatBench.Plotting.Rendering;

/// <summary>The font of all pictures, Inter (SIL Open Font License). It comes with LatBench, so that pictures have the same text on servers without any font.</summary>
internal sealed class InterFont : IFontResolver
{
    /// <summary>The name under which the plotting library finds it; no font of the system has it.</summary>
    public const string Name = "LatBench Inter";

    /// <summary>The fonts of a viewer of SVG that come nearest, with Inter itself first.</summary>
    public const string Family = "Inter, Helvetica, Arial, sans-serif";

    private static readonly Lazy<SKTypeface> Regular = new(() => Read("Inter-Regular.ttf"));

    private static readonly Lazy<SKTypeface> SemiBold = new(() => Read("Inter-SemiBold.ttf"));

    static InterFont() => Fonts.FontResolvers.Insert(0, new InterFont());

    private InterFont()
    {
    }

    /// <summary>Gets the width of a text.</summary>
    /// <param name="text">One line.</param>
    /// <param name="size">In pixels.</param>
    /// <param name="bold">True for the heavier face.</param>
    public static double Width(string text, double size, bool bold)
    {
        using var font = new SKFont(Typeface(bold), (float)size);
        return font.MeasureText(text);
    }

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) => CreateTypeface(fontName, weight >= FontWeight.SemiBold, false);

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Name ? Typeface(bold) : null;

    private static SKTypeface Typeface(bool bold) => (bold ? SemiBold : Regular).Value;

    // The resource is an index (its length, its version, the number of files; name, offset and length of each) and the files one after another.
    private static SKTypeface Read(string file)
    {
        using var resource = typeof(Avalonia.AppBuilderExtension).Assembly.GetManifestResourceStream("!AvaloniaResources")!;
        using var reader = new BinaryReader(resource, Encoding.UTF8);
        var start = reader.ReadInt32() + sizeof(int);
        _ = reader.ReadInt32();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var (path, offset, length) = (reader.ReadString(), reader.ReadInt32(), reader.ReadInt32());
            if (Path.GetFileName(path) != file)
                continue;
            resource.Position = start + offset;
            using var data = SKData.CreateCopy(reader.ReadBytes(length));
            return SKTypeface.FromData(data);
        }

        throw new InvalidOperationException($"{file} is not in the package of the font.");
    }
}
