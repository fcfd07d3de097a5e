using System.Globalization;
using System.Text.Json;
using LatBench.Cli.CommandLine;
using LatBench.Hosting;
using LatBench.Hosting.Files;

namespace LatBench.Cli.Doctor;

/// <summary>Checks of the data directory: that it can be written, its disk, and the files with secrets.</summary>
internal static class DataChecks
{
    private const long LowBytes = 1L << 30;
    private const long TooLowBytes = 100L << 20;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Runs the checks.</summary>
    public static IEnumerable<Finding> Run(CommandContext context)
    {
        var data = context.Data;
        yield return Directory(data);
        if (Disk(data) is { } disk)
            yield return disk;
        yield return Secret("admin token", data.AdminToken, "none yet: the first start of a coordinator makes it", $"chmod 600 {data.AdminToken}");
        yield return Credential(data);
    }

    private static Finding Directory(DataDirectory data)
    {
        const string Check = "data directory";
        var existing = Existing(data.FullPath);
        // Where it does not exist yet, it will be made in the nearest directory that does.
        if (WriteProbe.Find(Path.Combine(existing, "probe")) is { } error)
            return Finding.Problem(Check, $"{data.Path} cannot be written ({error.Reason})", $"{error.Remedy}, or choose another with --data");
        return Finding.Ok(Check, existing == data.FullPath ? $"{data.FullPath} can be written" : $"{data.FullPath} does not exist yet and can be made");
    }

    private static Finding? Disk(DataDirectory data)
    {
        const string Check = "disk space";
        long free;
        try
        {
            free = new DriveInfo(Existing(data.FullPath)).AvailableFreeSpace;
        }
        catch (Exception exception) when (FileError.Is(exception) || exception is ArgumentException)
        {
            return null;
        }

        var text = string.Create(CultureInfo.InvariantCulture, $"{free / (double)(1L << 30):F1} GiB free");
        const string Remedy = "free some space, remove old raw samples with `latbench admin prune`, or choose another disk with --data";
        return free switch
        {
            < TooLowBytes => Finding.Problem(Check, text, Remedy),
            < LowBytes => Finding.Warning(Check, text, Remedy),
            _ => Finding.Ok(Check, text),
        };
    }

    private static Finding Credential(DataDirectory data)
    {
        const string Check = "agent credential";
        var path = data.Agent.Credential;
        var secret = Secret(Check, path, "none: this machine is not enrolled as a device", $"chmod 600 {path}");
        if (secret.Rating != Rating.Ok || !File.Exists(path))
            return secret;
        const string Remedy = "delete the file, and enrol the device again with `latbench agent run`";
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && Text(root, "device") is { } device && Text(root, "credential") is not null
                ? Finding.Ok(Check, $"{device} at {Text(root, "server") ?? "no server yet"}")
                : Finding.Problem(Check, $"{path} is incomplete", Remedy);
        }
        catch (JsonException)
        {
            return Finding.Problem(Check, $"{path} is damaged", Remedy);
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    /// <summary>A file that only its owner may read.</summary>
    private static Finding Secret(string check, string path, string missing, string remedy)
    {
        if (!File.Exists(path))
            return Finding.Ok(check, missing);
        try
        {
            using (File.OpenRead(path))
            {
            }
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            var error = FileError.Of(exception, path);
            return Finding.Problem(check, $"{path} cannot be read ({error.Reason})", $"{error.Remedy}, or run the command as the user who owns it");
        }

        return !OperatingSystem.IsWindows() && File.GetUnixFileMode(path) is var mode && (mode & Others) != 0
            ? Finding.Problem(check, $"{path} can be read or written by other users (mode {Convert.ToString((int)mode, 8)})", remedy)
            : Finding.Ok(check, path);
    }

    private static string Existing(string path)
    {
        while (!System.IO.Directory.Exists(path) && !File.Exists(path) && Path.GetDirectoryName(path) is { } parent)
            path = parent;
        return path;
    }
}
