using System.Text;

namespace LatBench.ModelFiles.Reading;

/// <summary>Recognises files of other formats by their first bytes.</summary>
internal static class FileSignature
{
    /// <summary>The number of bytes to look at.</summary>
    public const int Bytes = 512;

    private const string Export = "export the model to ONNX";

    private const string Unpack = "unpack it and give the .onnx file in it";

    private static readonly (byte[] Start, string Format, string Remedy)[] Starts =
    [
        ([0x1f, 0x8b], "a gzip archive", Unpack),
        ([0x28, 0xb5, 0x2f, 0xfd], "a Zstandard archive", Unpack),
        ([0xfd, .. "7zXZ"u8], "an xz archive", Unpack),
        ([.. "BZh"u8], "a bzip2 archive", Unpack),
        ([.. "7z"u8, 0xbc, 0xaf], "a 7-Zip archive", Unpack),
        ([0x89, .. "HDF"u8], "an HDF5 file, as Keras writes", Export + " (tf2onnx)"),
        ([.. "GGUF"u8], "a GGUF file", "give the model in ONNX format"),
        ([0x93, .. "NUMPY"u8], "a NumPy array", "give the .onnx file; arrays are inputs of a model"),
        ([.. "version https://git-lfs"u8], "a Git LFS pointer in the place of the file", "fetch the file itself with 'git lfs pull'"),
        ([0x7f, .. "ELF"u8], "a program or library", "give the .onnx file"),
        ([.. "%PDF"u8], "a PDF document", "give the .onnx file"),
        ([0x89, .. "PNG"u8], "an image", "give the .onnx file; images are inputs of a model"),
        ([0xff, 0xd8, 0xff], "an image", "give the .onnx file; images are inputs of a model"),
        ([.. "ptrt"u8], "a TensorRT engine", "give the ONNX file that it was built from"),
        ([.. "ftrt"u8], "a TensorRT engine", "give the ONNX file that it was built from"),
    ];

    private static readonly string[] Markup = ["<!doctype html", "<html", "<head", "<body"];

    /// <summary>Refuses a file of another format.</summary>
    /// <param name="name">The file's name in messages.</param>
    /// <param name="start">The first <see cref="Bytes"/> bytes, or all where there are fewer.</param>
    /// <param name="length">The size of the file.</param>
    /// <exception cref="ModelFileException">It is empty, or of another format.</exception>
    public static void RequireOnnx(string name, ReadOnlySpan<byte> start, long length)
    {
        if (length == 0)
            throw new ModelFileException($"{name} is empty: copy or download it again.");
        if (Find(start, length) is var (format, remedy))
            throw new ModelFileException($"{name} is not an ONNX model but {format}: {remedy}.");
    }

    private static (string Format, string Remedy)? Find(ReadOnlySpan<byte> start, long length)
    {
        foreach (var (bytes, format, remedy) in Starts)
        {
            if (start.StartsWith(bytes))
                return (format, remedy);
        }

        if (start.StartsWith("PK\x03\x04"u8) || start.StartsWith("PK\x05\x06"u8))
            return Zip(start);
        if (start.Length >= 8 && start[4..].StartsWith("TFL3"u8))
            return ("a TensorFlow Lite model", Export + " (tf2onnx --tflite)");
        if (start.Length >= 8 && start[4..].StartsWith("ORTM"u8))
            return ("a model in ONNX Runtime's own format (.ort)", "give the ONNX file that it was converted from");
        if (start.Length >= 2 && start[0] == 0x80 && start[1] is >= 2 and <= 5)
            return ("a Python pickle, as PyTorch's older checkpoints are", Export + " with torch.onnx.export");
        if (IsSafetensors(start, length))
            return ("a safetensors file, which has weights and no graph", Export);
        return Text(start);
    }

    private static (string Format, string Remedy) Zip(ReadOnlySpan<byte> start)
    {
        if (start.IndexOf("data.pkl"u8) >= 0 || start.IndexOf("constants.pkl"u8) >= 0)
            return ("a PyTorch checkpoint", Export + " with torch.onnx.export");
        return start.IndexOf(".npy"u8) >= 0 ? ("an archive of NumPy arrays", "give the .onnx file; arrays are inputs of a model") : ("a ZIP archive", Unpack);
    }

    /// <summary>The length of the header in eight bytes, then the header, which is JSON.</summary>
    private static bool IsSafetensors(ReadOnlySpan<byte> start, long length) =>
        start.Length > 10 && start[8] == '{' && System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(start) < (ulong)length && (start[9] == '"' || start[9] == '}');

    private static (string Format, string Remedy)? Text(ReadOnlySpan<byte> start)
    {
        var text = Encoding.UTF8.GetString(start).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (Markup.Any(tag => text.StartsWith(tag, StringComparison.OrdinalIgnoreCase)))
            return ("a web page", "the download gave a page in the place of the file: download it again");
        if (text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase))
            return ("an XML file", "give the .onnx file");
        return text.StartsWith("{\"", StringComparison.Ordinal) || text.StartsWith("{\n", StringComparison.Ordinal) ? ("a JSON file", "give the .onnx file") : null;
    }
}
