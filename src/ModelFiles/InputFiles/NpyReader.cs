using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LatBench.ModelFiles.Inputs;
using LatBench.ModelFiles.Reading;
using LatBench.Onnx;
using LatBench.Onnx.Conversion;

namespace LatBench.ModelFiles.InputFiles;

/// <summary>Reads one array of NumPy. Source: the description of the NPY format, versions 1 to 3.</summary>
internal static partial class NpyReader
{
    private const int MaxHeaderBytes = 1 << 16;

    private const int MaxTexts = 10_000_000;

    private static readonly Dictionary<string, ElementType> Types = new()
    {
        ["f2"] = ElementType.Float16,
        ["f4"] = ElementType.Float32,
        ["f8"] = ElementType.Float64,
        ["i1"] = ElementType.Int8,
        ["i2"] = ElementType.Int16,
        ["i4"] = ElementType.Int32,
        ["i8"] = ElementType.Int64,
        ["u1"] = ElementType.UInt8,
        ["u2"] = ElementType.UInt16,
        ["u4"] = ElementType.UInt32,
        ["u8"] = ElementType.UInt64,
        ["b1"] = ElementType.Bool,
        ["c8"] = ElementType.Complex64,
        ["c16"] = ElementType.Complex128,
    };

    /// <summary>Reads an array.</summary>
    /// <param name="file">The name of its file in messages.</param>
    /// <param name="name">The name of the array.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="maxBytes">The largest size of the elements.</param>
    /// <exception cref="EndOfStreamException">It is truncated.</exception>
    /// <exception cref="ModelFileException">It cannot be used.</exception>
    public static InputData Read(string file, string name, Stream content, long maxBytes)
    {
        var header = ReadHeader(file, content);
        var shape = Shape(header) ?? throw Unreadable(file);
        var type = DescriptionPattern().Match(header);
        if (!type.Success)
            throw NotPlain(file);
        var (order, code, size) = (type.Groups[1].Value, type.Groups[2].Value, type.Groups[3].Length == 0 ? 0 : int.Parse(type.Groups[3].Value, CultureInfo.InvariantCulture));
        if (code is "O" or "V")
            throw NotPlain(file);
        var elements = ElementTypes.Elements(shape) ?? throw Unreadable(file);
        var bytes = (Int128)elements * (code == "U" ? 4L * size : size);
        maxBytes = Math.Min(maxBytes, Array.MaxLength);

        // Texts may have no bytes, and take memory all the same.
        if (bytes > maxBytes || elements > maxBytes)
            throw new ModelFileException($"{file} holds an array of shape {Names.Shape(shape)} with {Refusals.Size((double)Int128.Max(bytes, elements))}, and {Refusals.Size(maxBytes)} are the most that is read: save a smaller one.");
        var data = ReadData(content, (long)bytes);
        var isFortran = FortranPattern().IsMatch(header);
        if (code is "U" or "S" && elements > MaxTexts)
            throw new ModelFileException(string.Create(CultureInfo.InvariantCulture, $"{file} holds {elements:N0} texts, and {MaxTexts:N0} are the most that are read: save a smaller array."));
        if (code is "U" or "S")
            return new InputData(name, ElementType.String, shape, TextBytes.Write(file, Texts(Arrange(data, shape, code == "U" ? 4 * size : size, isFortran), code, size, elements, order == ">")));
        if (!Types.TryGetValue(code + type.Groups[3].Value, out var known))
            throw new ModelFileException($"{file} holds elements of NumPy's type '{code}{size}', which ONNX lacks: convert the array with astype.");
        if (order == ">")
            TensorBytes.Swap(data, known is ElementType.Complex64 or ElementType.Complex128 ? size / 2 : size);
        return new InputData(name, known, shape, Arrange(data, shape, size, isFortran));
    }

    private static string ReadHeader(string file, Stream content)
    {
        Span<byte> start = stackalloc byte[8];
        content.ReadExactly(start);
        if (start[0] != 0x93 || !start[1..].StartsWith("NUMPY"u8))
            throw Unreadable(file);
        Span<byte> length = stackalloc byte[start[6] == 1 ? 2 : 4];
        content.ReadExactly(length);
        var bytes = length.Length == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(length) : BinaryPrimitives.ReadUInt32LittleEndian(length);
        if (bytes > MaxHeaderBytes)
            throw Unreadable(file);
        var header = new byte[bytes];
        content.ReadExactly(header);
        return Encoding.UTF8.GetString(header);
    }

    private static long[]? Shape(string header)
    {
        var match = ShapePattern().Match(header);
        if (!match.Success)
            return null;
        var parts = match.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var shape = new long[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!long.TryParse(parts[i].TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out shape[i]))
                return null;
        }

        return shape;
    }

    /// <summary>In parts: a header that promises much more than follows costs no memory.</summary>
    private static byte[] ReadData(Stream content, long bytes)
    {
        const int Part = 1 << 24;
        var data = new byte[Math.Min(bytes, Part)];
        for (long filled = 0; filled < bytes;)
        {
            if (filled == data.Length)
                Array.Resize(ref data, (int)Math.Min(bytes, Math.Min(data.Length * 2L, Array.MaxLength)));
            content.ReadExactly(data, (int)filled, (int)(data.Length - filled));
            filled = data.Length;
        }

        return data;
    }

    /// <summary>Elements in row-major order.</summary>
    private static byte[] Arrange(byte[] data, long[] shape, int size, bool isFortran)
    {
        if (!isFortran || shape.Length < 2 || data.Length == 0)
            return data;
        var strides = new long[shape.Length];
        for (var (axis, stride) = (0, (long)size); axis < shape.Length; axis++)
            (strides[axis], stride) = (stride, stride * shape[axis]);
        var arranged = new byte[data.Length];
        var index = new long[shape.Length];
        long source = 0;
        for (var target = 0; target < arranged.Length; target += size)
        {
            data.AsSpan((int)source, size).CopyTo(arranged.AsSpan(target));
            for (var axis = shape.Length - 1; axis >= 0; axis--)
            {
                source += strides[axis];
                if (++index[axis] < shape[axis])
                    break;
                source -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }

        return arranged;
    }

    private static string[] Texts(byte[] data, string code, int size, long elements, bool isBigEndian)
    {
        Encoding encoding = code == "U" ? new UTF32Encoding(isBigEndian, byteOrderMark: false) : Encoding.Latin1;
        var bytes = code == "U" ? 4 * size : size;
        return [.. Enumerable.Range(0, (int)elements).Select(i => encoding.GetString(data, i * bytes, bytes).TrimEnd('\0'))];
    }

    private static ModelFileException NotPlain(string file) => new($"{file} holds records or Python objects, which are not read: save a plain array of numbers.");

    private static ModelFileException Unreadable(string file) => new($"{file} is no array that numpy.save wrote, or a damaged one: write it again.");

    [GeneratedRegex(@"'descr'\s*:\s*'([<>|=]?)([a-zA-Z])(\d{0,6})(?:\[[^\]]{0,20}\])?'")]
    private static partial Regex DescriptionPattern();

    [GeneratedRegex(@"'fortran_order'\s*:\s*True")]
    private static partial Regex FortranPattern();

    [GeneratedRegex(@"'shape'\s*:\s*\(([^)]{0,1000})\)")]
    private static partial Regex ShapePattern();
}
