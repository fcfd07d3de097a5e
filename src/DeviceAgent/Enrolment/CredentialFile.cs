using System.Text.Json;
using System.Text.Json.Serialization;
using LatBench.Hosting.Files;

namespace LatBench.DeviceAgent.Enrolment;

/// <summary>The credential on disk, readable by its owner alone.</summary>
internal sealed class CredentialFile(string path)
{
    /// <summary>The credential; null before the first enrolment.</summary>
    /// <exception cref="AgentException">The file is there but cannot be read or understood.</exception>
    public DeviceCredential? Read()
    {
        if (!File.Exists(path)) return null;
        try
        {
            var credential = JsonSerializer.Deserialize(File.ReadAllBytes(path), CredentialJson.Default.DeviceCredential);
            if (credential is { Device.Length: > 0, Credential.Length: > 0 }) return credential;
        }
        catch (JsonException exception)
        {
            throw new AgentException($"The credential file '{path}' cannot be read ({exception.Message}); delete it and enrol the device again.");
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            throw new AgentException(FileError.Of(exception, path).Describe($"The credential file '{path}' cannot be read", "delete it and enrol the device again"));
        }

        throw new AgentException($"The credential file '{path}' is incomplete; delete it and enrol the device again.");
    }

    /// <exception cref="AgentException">The file cannot be written.</exception>
    public void Write(DeviceCredential credential)
    {
        try
        {
            AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(credential, CredentialJson.Default.DeviceCredential), AtomicFile.OwnerOnly);
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            throw new AgentException(FileError.Of(exception, path).Describe($"The credential file '{path}' cannot be written", "choose another data directory with --data"));
        }
    }
}

/// <summary>The identity of this agent at its coordinator.</summary>
/// <param name="Server">Address under which it was enrolled or last seen.</param>
/// <param name="Device">Name of the device, <c>devices/{device}</c>.</param>
/// <param name="Credential">Bearer token of the device.</param>
internal sealed record DeviceCredential(string Server, string Device, string Credential);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(DeviceCredential))]
internal sealed partial class CredentialJson : JsonSerializerContext;
