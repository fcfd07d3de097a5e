using System.Globalization;

namespace LatBench.ModelFiles.Reading;

/// <summary>The sentences with which files are refused, as far as more than one place says them.</summary>
internal static class Refusals
{
    public static ModelFileException NotOnnx(string name) =>
        new($"{name} is not an ONNX model, or a damaged one: its bytes do not form ONNX messages; give a file that an exporter wrote with the ending .onnx.");

    public static ModelFileException Truncated(string name, long? missing) => missing is { } bytes
        ? new(string.Create(CultureInfo.InvariantCulture, $"{name} is truncated: at least {bytes:N0} bytes are missing at its end; copy or download it again."))
        : new($"{name} is truncated: it ends within a field; copy or download it again.");

    public static ModelFileException TooDeep(string name, int max) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{name} nests its messages more than {max} levels deep, which no runtime reads: export it with fewer subgraphs in each other."));

    public static ModelFileException TooManyMessages(string name, int max) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{name} has more than {max:N0} nodes, attributes and tensors, the most that are read: simplify it before it is measured."));

    public static ModelFileException GraphTooLarge(string name, long max) =>
        new($"{name} has more than {Size(max)} beside its large tensors, the most that is read: store its weights as initialisers with raw data or external data.");

    public static ModelFileException Changed(string name) => new($"{name} changed while it was read: try again once nothing writes to it.");

    /// <summary>A number of bytes with its unit: <c>1.5 GiB</c>.</summary>
    public static string Size(double bytes)
    {
        string[] units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
        var unit = 0;
        for (; bytes >= 1024 && unit < units.Length - 1; unit++)
            bytes /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{bytes:0.#} {units[unit]}");
    }
}
