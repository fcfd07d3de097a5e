using System.Text.Json;
using System.Text.Json.Serialization;

namespace LatBench.Cli.Connection;

/// <summary>The data directory and the files in it that the command reads.</summary>
internal sealed class DataDirectory(string path)
{
    /// <summary>Gets the path as the user wrote it.</summary>
    public string Path { get; } = path;

    public string FullPath { get; } = System.IO.Path.GetFullPath(path);

    public string AdminToken => System.IO.Path.Combine(Path, "admin-token");

    public string AgentDirectory => System.IO.Path.Combine(Path, "agent");

    /// <summary>The file that the coordinator of this directory holds open while it runs.</summary>
    public string CoordinatorLock => System.IO.Path.Combine(Path, "coordinator.lock");

    /// <summary>The file that the agent of this directory holds open while it runs.</summary>
    public string AgentLock => System.IO.Path.Combine(AgentDirectory, "agent.lock");

    public string AgentCredential => System.IO.Path.Combine(AgentDirectory, "credential.json");

    public string Log(string name) => System.IO.Path.Combine(Path, "logs", $"{name}.log");

    /// <summary>The coordinator that runs, or ran, on this directory; null where none has said so.</summary>
    public RunningCoordinator? ReadCoordinator() =>
        Read(System.IO.Path.Combine(Path, "coordinator.json"), ConnectionJsonContext.Default.RunningCoordinator);

    /// <summary>Reads the enrolment of the agent of this directory; null before its enrolment.</summary>
    public AgentEnrolment? ReadEnrolment() => Read(AgentCredential, ConnectionJsonContext.Default.AgentEnrolment);

    private static T? Read<T>(string file, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
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

/// <summary>The addresses and the process id that a running coordinator writes to <c>coordinator.json</c>.</summary>
internal sealed record RunningCoordinator(string Http, string Grpc, int Pid);

/// <summary>The server and the device in the agent's <c>credential.json</c>; the credential itself is the agent's and is not read.</summary>
internal sealed record AgentEnrolment(string? Server, string? Device);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RunningCoordinator))]
[JsonSerializable(typeof(AgentEnrolment))]
internal sealed partial class ConnectionJsonContext : JsonSerializerContext;
