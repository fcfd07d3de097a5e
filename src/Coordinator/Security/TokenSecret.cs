using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using LatBench.Storage.Tokens;

namespace LatBench.Coordinator.Security;

/// <summary>Secrets of tokens: 256 random bits, with a prefix that says the role to people and to secret scanners.</summary>
internal static class TokenSecret
{
    private const int RandomBytes = 32;

    /// <summary>A new secret.</summary>
    public static string Generate(Role role) => $"latbench_{Prefix(role)}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes))}";

    /// <summary>Computes the SHA-256 of a secret, the only part of it that is stored. 256 random bits need no salt.</summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static string Prefix(Role role) => role switch
    {
        Role.Admin => "admin",
        Role.Submitter => "submitter",
        Role.Viewer => "viewer",
        Role.Enrolment => "enrol",
        Role.Device => "device",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "There is no such role."),
    };
}
