using LatBench.Hosting.Files;

namespace LatBench.DeviceAgent;

/// <summary>Directories for files that are needed for a moment.</summary>
internal static class ScratchDirectory
{
    /// <summary>Creates one in the system's directory for temporary files; the caller deletes it.</summary>
    /// <exception cref="AgentException">It cannot be created.</exception>
    public static DirectoryInfo Create(string prefix)
    {
        try
        {
            return Directory.CreateTempSubdirectory(prefix);
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            var parent = Path.TrimEndingDirectorySeparator(Path.GetTempPath());
            throw new AgentException(FileError.Of(exception, parent).Describe($"The directory for temporary files {parent} cannot be written", "name another in the environment variable TMPDIR"));
        }
    }
}
