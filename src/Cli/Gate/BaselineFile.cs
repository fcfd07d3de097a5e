using System.Text.Json;
using LatBench.Cli.CommandLine;
using LatBench.Hosting.Files;
using LatBench.Measurements.Gates;

namespace LatBench.Cli.Gate;

/// <summary>A baseline as a file: JSON, one pass a line, with everything that a comparison needs.</summary>
internal static class BaselineFile
{
    /// <summary>Identity of the format.</summary>
    public const string Format = "latbench-baseline/1";

    private const long MaxBytes = 256 << 20;

    /// <summary>Reads a baseline.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CliException">It is not there, too large, or no baseline; the sentence says what to do.</exception>
    public static GateRun Read(string path)
    {
        var bytes = Bytes(path);
        BaselineDocument? document;
        try
        {
            using var head = JsonDocument.Parse(bytes);
            if (head.RootElement.ValueKind != JsonValueKind.Object || !head.RootElement.TryGetProperty("format", out var format))
                throw NoBaseline(path, "it does not say its format");
            if (format.ValueKind != JsonValueKind.String || format.GetString() != Format)
                throw new CliException($"{path} has the format '{format}', and this version of LatBench reads {Format}: write the baseline anew with --write-baseline.");
            document = JsonSerializer.Deserialize(bytes, BaselineJsonContext.Default.BaselineDocument);
        }
        catch (JsonException exception)
        {
            throw NoBaseline(path, exception.Path is { Length: > 1 } at ? $"{at} is missing or of another kind" : "it is not whole JSON");
        }

        if (document!.WhyNot() is { } fault)
            throw NoBaseline(path, fault);
        return document.ToDomain();
    }

    /// <summary>Writes a baseline.</summary>
    /// <param name="path">The file.</param>
    /// <param name="target">Slug of the target, for people.</param>
    /// <param name="run">What was measured.</param>
    /// <exception cref="CliException">It cannot be written.</exception>
    public static void Write(string path, string target, GateRun run)
    {
        var bytes = BaselineDocument.Of(target, run).ToJson();
        FileGuard.Run($"{path} cannot be written", "name another file with --baseline", () => OutputFile.Write(path, bytes));
    }

    private static byte[] Bytes(string path)
    {
        if (!File.Exists(path))
            throw new CliException($"There is no baseline at {path}: write one from a build that is known to be good, with --write-baseline.");
        try
        {
            var size = new FileInfo(path).Length;
            return size <= MaxBytes ? File.ReadAllBytes(path) : throw NoBaseline(path, $"it has {size} bytes, and {MaxBytes} are the most");
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            throw new CliException(FileError.Of(exception, path).Describe($"{path} cannot be read"));
        }
    }

    private static CliException NoBaseline(string path, string reason) => new($"{path} is not a baseline ({reason}): write it anew with --write-baseline.");
}
