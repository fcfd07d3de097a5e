using System.Text.Json;
using System.Text.Json.Serialization;
using LatBench.Hosting.Files;

namespace LatBench.Hosting;

/// <summary>The data directory of a coordinator: the files in it whose names the coordinator, the command and the agent of its machine share.</summary>
/// <param name="path">The path as the user wrote it.</param>
public sealed class DataDirectory(string path)
{
    /// <summary>Gets the directory that is used where none is named: <c>./.latbench</c>.</summary>
    public static string Default { get; } = System.IO.Path.Combine(".", ".latbench");

    /// <summary>Gets the path as the user wrote it.</summary>
    public string Path { get; } = path;

    /// <summary>Gets the absolute path.</summary>
    public string FullPath { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Gets the file with the admin token, mode 600.</summary>
    public string AdminToken => Of("admin-token");

    /// <summary>Gets the file of the embedded database.</summary>
    public string Database => Of("latbench.db");

    /// <summary>Gets the directory of published snapshots.</summary>
    public string Snapshots => Of("snapshots");

    /// <summary>Gets the directory of artefacts, by their SHA-256.</summary>
    public string Artifacts => Of("artifacts");

    /// <summary>Gets the directory of files that are being uploaded, by their SHA-256.</summary>
    public string Uploads => Of("uploads");

    /// <summary>Gets the directory of runtimes for browsers, by their versions.</summary>
    public string WebRuntimes => Of("web-runtimes");

    /// <summary>Gets the file of the audit log.</summary>
    public string Audit => Of("audit.jsonl");

    /// <summary>Gets the file of the audit log of commands beside the coordinator, which writes the other one.</summary>
    public string AdminAudit => Of("audit-admin.jsonl");

    /// <summary>Gets the file that the coordinator holds open while it runs.</summary>
    public string CoordinatorLock => Of("coordinator.lock");

    /// <summary>Gets the file with the addresses of the coordinator that runs.</summary>
    public string Addresses => Of("coordinator.json");

    /// <summary>Gets the directory of the agent of this machine.</summary>
    public AgentDirectory Agent => new(Of("agent"));

    /// <summary>Returns the log of a program that a command has started.</summary>
    public string Log(string program) => System.IO.Path.Combine(Of("logs"), program + ".log");

    /// <summary>Takes the directory for a coordinator and creates it where needed.</summary>
    /// <exception cref="DataDirectoryException">It cannot be written, or another coordinator has it.</exception>
    public FileLock Take() => HeldDirectory.Take(Path, CoordinatorLock, "coordinator", () =>
    {
        Directory.CreateDirectory(Snapshots);
        AtomicFile.RemoveLeftovers(Path);
    });

    /// <summary>Writes where the coordinator of this process listens.</summary>
    /// <exception cref="DataDirectoryException">The file cannot be written.</exception>
    public void Announce(RunningCoordinator coordinator)
    {
        try
        {
            AtomicFile.WriteText(Addresses, JsonSerializer.Serialize(coordinator, DataDirectoryJsonContext.Default.RunningCoordinator) + "\n");
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            throw new DataDirectoryException(FileError.Of(exception, Addresses).Describe($"The file {Addresses} cannot be written", HeldDirectory.Elsewhere), exception);
        }
    }

    /// <summary>Reads the addresses of the coordinator that runs, or ran, on this directory; null where none has announced itself.</summary>
    public RunningCoordinator? ReadCoordinator() => JsonFile.Read(Addresses, DataDirectoryJsonContext.Default.RunningCoordinator);

    private string Of(string name) => System.IO.Path.Combine(Path, name);
}

/// <summary>The data directory of an agent: the files in it whose names the agent and the command share.</summary>
/// <param name="path">The path as the user wrote it.</param>
public sealed class AgentDirectory(string path)
{
    /// <summary>Gets the directory that is used where none is named: <c>.latbench/agent</c>.</summary>
    public static string Default { get; } = System.IO.Path.Combine(".latbench", "agent");

    /// <summary>Gets the path as the user wrote it.</summary>
    public string Path { get; } = path;

    /// <summary>Gets the file with the credential of the device.</summary>
    public string Credential => System.IO.Path.Combine(Path, "credential.json");

    /// <summary>Gets the directory of results that the coordinator has not acknowledged yet.</summary>
    public string Spool => System.IO.Path.Combine(Path, "spool");

    /// <summary>Gets the directory of models.</summary>
    public string Artifacts => System.IO.Path.Combine(Path, "artifacts");

    /// <summary>Gets the file that the agent holds open while it runs.</summary>
    public string Lock => System.IO.Path.Combine(Path, "agent.lock");

    /// <summary>Takes the directory for an agent and creates it where needed.</summary>
    /// <exception cref="DataDirectoryException">It cannot be written, or another agent has it.</exception>
    public FileLock Take() => HeldDirectory.Take(Path, Lock, "agent", () =>
    {
        AtomicFile.RemoveLeftovers(Path);
        if (Directory.Exists(Spool))
            AtomicFile.RemoveLeftovers(Spool);
    });

    /// <summary>Reads the server and the device of the enrolment; null before it.</summary>
    public AgentEnrolment? ReadEnrolment() => JsonFile.Read(Credential, DataDirectoryJsonContext.Default.AgentEnrolment);
}

/// <summary>The addresses and the process id of a running coordinator.</summary>
/// <param name="Http">The address of REST and of the dashboard.</param>
/// <param name="Grpc">The address of gRPC.</param>
/// <param name="Pid">The process id.</param>
public sealed record RunningCoordinator(string Http, string Grpc, int Pid);

/// <summary>The server and the device in the agent's credential file; the credential itself is the agent's and is not read.</summary>
/// <param name="Server">The address of the coordinator's gRPC port.</param>
/// <param name="Device">The name of the device.</param>
public sealed record AgentEnrolment(string? Server, string? Device);

/// <summary>Thrown when a data directory cannot be used; the message is the sentence that its user reads.</summary>
/// <param name="message">One sentence that says what to do.</param>
/// <param name="cause">The error of the system.</param>
public sealed class DataDirectoryException(string message, Exception cause) : Exception(message, cause);

/// <summary>Takes directories that one process at a time may use.</summary>
internal static class HeldDirectory
{
    public const string Elsewhere = "choose another with --data";

    /// <param name="path">The directory.</param>
    /// <param name="lockFile">The file in it that its process holds open.</param>
    /// <param name="program">The name of the program that uses it, in messages.</param>
    /// <param name="prepare">Called while it is held: makes it ready.</param>
    public static FileLock Take(string path, string lockFile, string program, Action prepare)
    {
        try
        {
            Directory.CreateDirectory(path);
            var held = FileLock.Take(lockFile);
            try
            {
                prepare();
                return held;
            }
            catch
            {
                held.Dispose();
                throw;
            }
        }
        catch (FileInUseException exception)
        {
            var holder = exception.HolderProcessId is { } id ? FormattableString.Invariant($" (process {id})") : "";
            throw new DataDirectoryException($"Another {program}{holder} uses the data directory {path}: stop that one, for example with `latbench down`, or {Elsewhere}.", exception);
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            throw new DataDirectoryException(FileError.Of(exception, path).Describe($"The data directory {path} cannot be written", Elsewhere), exception);
        }
    }
}

/// <summary>Reads small JSON files that another program writes.</summary>
internal static class JsonFile
{
    /// <summary>Returns the content; null where there is no file, or none that can be read as that.</summary>
    public static T? Read<T>(string file, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), type);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RunningCoordinator))]
[JsonSerializable(typeof(AgentEnrolment))]
internal sealed partial class DataDirectoryJsonContext : JsonSerializerContext;
