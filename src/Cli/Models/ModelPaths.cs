using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Hosting.Files;

namespace LatBench.Cli.Models;

/// <summary>The ONNX files that a command line names: files, and folders with all that lie in them.</summary>
internal static class ModelPaths
{
    private const string Extension = ".onnx";

    /// <summary>The files in order; those of a folder by name, with those of the folders in it.</summary>
    /// <exception cref="CliException">A path is not there, or a folder has no ONNX file.</exception>
    public static IReadOnlyList<string> Expand(IEnumerable<string> paths) => [.. paths.SelectMany(Expand).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> Expand(string path)
    {
        if (File.Exists(path))
            return [path];
        if (!Directory.Exists(path))
            throw new CliException($"There is no file or folder '{Printable.OneLine(path)}': name ONNX files, or a folder that has some.", ExitCode.WrongUsage);
        try
        {
            string[] files = [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(file => file.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)];
            return files.Length > 0
                ? files
                : throw new CliException($"The folder '{Printable.OneLine(path)}' has no file whose name ends with {Extension}: name another folder, or the files themselves.", ExitCode.WrongUsage);
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            throw new CliException(FileError.Of(exception, path).Describe($"The folder '{Printable.OneLine(path)}' cannot be read"));
        }
    }
}
