using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace LatBench.TestKit;

/// <summary>A PNG file, decoded by its specification: 8 bits a channel, with or without alpha, not interlaced.</summary>
public sealed class PngPicture
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private readonly byte[] _pixels;

    private readonly int _channels;

    private PngPicture(int width, int height, int channels, byte[] pixels) => (Width, Height, _channels, _pixels) = (width, height, channels, pixels);

    public int Width { get; }

    public int Height { get; }

    /// <summary>The different colours, as 0xRRGGBB.</summary>
    public IReadOnlySet<int> Colours
    {
        get
        {
            var colours = new HashSet<int>();
            for (var i = 0; i < _pixels.Length; i += _channels)
                colours.Add((_pixels[i] << 16) | (_pixels[i + 1] << 8) | _pixels[i + 2]);
            return colours;
        }
    }

    public static PngPicture Decode(byte[] file)
    {
        if (!file.AsSpan().StartsWith(Signature))
            throw new InvalidDataException("The file is no PNG.");
        var (width, height, channels) = (0, 0, 0);
        using var compressed = new MemoryStream();
        for (var at = Signature.Length; at < file.Length;)
        {
            var (length, type) = (BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at)), Encoding.ASCII.GetString(file, at + 4, 4));
            var data = file.AsSpan(at + 8, length);
            if (type == "IHDR")
            {
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]));
                channels = (data[8], data[9], data[12]) switch
                {
                    (8, 2, 0) => 3,
                    (8, 6, 0) => 4,
                    _ => throw new InvalidDataException("The PNG is of another kind."),
                };
            }
            else if (type == "IDAT")
            {
                compressed.Write(data);
            }

            at += length + 12;
        }

        compressed.Position = 0;
        using var inflated = new ZLibStream(compressed, CompressionMode.Decompress);
        return new PngPicture(width, height, channels, Unfilter(inflated, width * channels, height, channels));
    }

    private static byte[] Unfilter(Stream lines, int stride, int height, int channels)
    {
        var pixels = new byte[stride * height];
        for (var y = 0; y < height; y++)
        {
            var filter = lines.ReadByte();
            var line = pixels.AsSpan(y * stride, stride);
            lines.ReadExactly(line);
            for (var x = 0; x < stride; x++)
            {
                int left = x < channels ? 0 : line[x - channels], above = y == 0 ? 0 : pixels[((y - 1) * stride) + x], corner = x < channels || y == 0 ? 0 : pixels[((y - 1) * stride) + x - channels];
                line[x] += (byte)(filter switch
                {
                    0 => 0,
                    1 => left,
                    2 => above,
                    3 => (left + above) / 2,
                    4 => Paeth(left, above, corner),
                    _ => throw new InvalidDataException("The PNG has an unknown filter."),
                });
            }
        }

        return pixels;
    }

    private static int Paeth(int left, int above, int corner)
    {
        var estimate = left + above - corner;
        var (toLeft, toAbove, toCorner) = (Math.Abs(estimate - left), Math.Abs(estimate - above), Math.Abs(estimate - corner));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
