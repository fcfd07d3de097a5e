using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using LatBench.Hosting.Files;
using LatBench.Models;
using LatBench.SearchSpaces;

namespace LatBench.Exporter;

/// <summary>
/// The one file of synthetic weights that the models of a space take their constants from, for one input in one precision. A device downloads it once.
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

    private static readonly ConcurrentDictionary<WeightLayout, Lazy<SharedWeights>> Lazies = new();

    private readonly byte[] _bytes;

    private SharedWeights(ISearchSpace space, WeightLayout layout)
    {
        Layout = layout;
        _bytes = Generate(layout);
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(_bytes));
        FileName = $"{space.Name}-{layout.Precision.Name()}-{Sha256[..16]}.weights";
    }

    /// <summary>Gets the tensors and their places in the file. In int8 kernels are signed bytes and biases 32-bit integers; their scales stand in the graph.</summary>
    public WeightLayout Layout { get; }

    /// <summary>SHA-256 of the file, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 { get; }

    /// <summary>The name the graphs look for; it holds the first 16 digits of <see cref="Sha256"/>.</summary>
    public string FileName { get; }

    /// <summary>Gets the file: little-endian tensors, each at a multiple of 64 bytes. Of NAS-Bench-201 about 7 MB in fp32, 3.5 MB in fp16, 1.8 MB in int8.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Gets the weights of models, made on first use.</summary>
    /// <param name="space">The search space.</param>
    /// <param name="input">One of the inputs of the space.</param>
    /// <param name="precision">The number format.</param>
    public static SharedWeights For(ISearchSpace space, InputSpec input, Precision precision) =>
        Lazies.GetOrAdd(space.Weights(input, precision), layout => new Lazy<SharedWeights>(() => new SharedWeights(space, layout))).Value;

    /// <summary>Gets the weights with a hash, if this process has made them.</summary>
    /// <param name="sha256">64 lower-case hexadecimal digits.</param>
    public static SharedWeights? Find(string sha256) =>
        Lazies.Values.Where(one => one.IsValueCreated).Select(one => one.Value).FirstOrDefault(weights => weights.Sha256 == sha256);

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

    private static byte[] Generate(WeightLayout layout)
    {
        var random = new SplitMix64(Seed);
        var bytes = new byte[layout.Bytes];
        Span<byte> draw = stackalloc byte[sizeof(ulong)];
        foreach (var tensor in layout.Tensors)
        {
            for (var i = 0; i < tensor.Elements; i++)
            {
                if (i % draw.Length == 0)
                    BinaryPrimitives.WriteUInt64LittleEndian(draw, random.Next());
                tensor.Write(bytes.AsSpan((int)tensor.Offset + i * tensor.ElementBytes), draw[i % draw.Length]);
            }
        }

        return bytes;
    }
}
