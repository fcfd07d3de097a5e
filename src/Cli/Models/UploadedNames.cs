using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Contracts.V1;
using LatBench.Hosting.Files;

namespace LatBench.Cli.Models;

/// <summary>The names of uploaded models, from a file and from the coordinator.</summary>
internal static class UploadedNames
{
    private const int PageSize = 1000;
    private const long MaxBytes = 16 << 20;

    /// <summary>Reads all uploaded models, newest first.</summary>
    public static Task<List<UploadedModel>> ReadAllAsync(CoordinatorConnection connection, CancellationToken cancellationToken) => Pages.ReadAsync(async token =>
    {
        var page = await connection.Models.ListModelsAsync(new ListModelsRequest { PageSize = PageSize, PageToken = token }, cancellationToken: cancellationToken);
        return ((IEnumerable<UploadedModel>)page.Models, page.NextPageToken);
    });

    /// <summary>Reads the names in a file: one a line, where empty lines and lines that start with # are left out.</summary>
    /// <exception cref="CliException">It cannot be read, or has no name.</exception>
    public static IReadOnlyList<string> ReadFile(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes })
                throw new CliException($"{path} has more than {MaxBytes >> 20} MiB: name a file with one name of a model a line.");
            string[] names = [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];
            return names.Length > 0 ? names : throw new CliException($"{path} names no model: write one a line.");
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            throw new CliException(FileError.Of(exception, path).Describe($"{path} cannot be read"));
        }
    }
}
