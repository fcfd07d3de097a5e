using System.Text.Json;

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
        catch (Exception exception) when (exception is JsonException or UnauthorizedAccessException)
        {
            throw new AgentException($"The credential file '{path}' cannot be read ({exception.Message}); delete it and enrol the device again.");
        }

        throw new AgentException($"The credential file '{path}' is incomplete; delete it and enrol the device again.");
    }

    public void Write(DeviceCredential credential) =>
        AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(credential, CredentialJson.Default.DeviceCredential));
}
