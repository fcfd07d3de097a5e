using System.Text.Json.Serialization;

namespace LatBench.DeviceAgent.Enrolment;

/// <summary>The identity of this agent at its coordinator.</summary>
/// <param name="Server">Address under which it was enrolled or last seen.</param>
/// <param name="Device">Name of the device, <c>devices/{device}</c>.</param>
/// <param name="Credential">Bearer token of the device.</param>
internal sealed record DeviceCredential(string Server, string Device, string Credential);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(DeviceCredential))]
internal sealed partial class CredentialJson : JsonSerializerContext;
