using System.Buffers.Binary;
using System.Security.Cryptography;
using LatBench.Exporter.Weights;
using LatBench.Hosting.Files;
using LatBench.SearchSpace;

namespace LatBench.Exporter;

/// <summary>
/// The one file of synthetic weights that every model of a precision takes its constants from. A device downloads it once.
/// Its bytes come from integer arithmetic only, so they are the same on every machine.
/// </summary>
/// <remarks>
/// All values are positive apart from the running means, which are at most zero, and the one constant zero. Together with the
/// stem's shift this keeps every activation positive, and so neither denormal nor infinite, for any input in [-1, 1]:
/// nothing ever cancels out.
/// </remarks>
public sealed class SharedWeights
{
    private const ulong Seed = 0x4C61_7442_656E_6368; // "LatBench"

    private static readonly Lazy<SharedWeights>[] Lazies =
        [.. Enum.GetValues<Precision>().Select(precision => new Lazy<SharedWeights>(() => new SharedWeights(precision)))];

    private readonly byte[] _bytes;

    private SharedWeights(Precision precision)
    {
        Precision = precision;
        _bytes = Generate(WeightPlan.For(precision));
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(_bytes));
        FileName = $"nas-bench-201-{precision.Name()}-{Sha256[..16]}.weights";
    }

    /// <summary>The number format of the weights. In int8 kernels are signed bytes and biases 32-bit integers; their scales stand in the graph.</summary>
    public Precision Precision { get; }

    /// <summary>SHA-256 of the file, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 { get; }

    /// <summary>The name the graphs look for; it holds the first 16 digits of <see cref="Sha256"/>.</summary>
    public string FileName { get; }

    /// <summary>The file: little-endian tensors, each at a multiple of 64 bytes. About 7 MB in fp32, 3.5 MB in fp16, 1.8 MB in int8.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>The weights of a precision, made on first use.</summary>
    /// <param name="precision">One of the three.</param>
    public static SharedWeights For(Precision precision) => Lazies[(int)precision].Value;

    /// <summary>Writes the file to a stream.</summary>
    /// <param name="stream">Takes the bytes; stays open.</param>
    public void WriteTo(Stream stream) => stream.Write(_bytes);

    /// <summary>Writes the file into a folder under its own name, unless it lies there already, byte for byte.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <returns>The file's path.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public string Save(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(_bytes))
            return path;
        AtomicFile.Write(path, _bytes); // so that a session never maps half a file
        return path;
    }

    private static byte[] Generate(WeightPlan plan)
    {
        var random = new SplitMix64(Seed);
        var bytes = new byte[plan.Bytes];
        Span<byte> draw = stackalloc byte[sizeof(ulong)];
        foreach (var slice in plan.Slices)
        {
            for (var i = 0; i < slice.Elements; i++)
            {
                if (i % draw.Length == 0)
                    BinaryPrimitives.WriteUInt64LittleEndian(draw, random.Next());
                slice.Write(bytes.AsSpan((int)slice.Offset + i * slice.ElementBytes), draw[i % draw.Length]);
            }
        }

        return bytes;
    }
}
