using Grpc.Core;
using LatBench.Coordinator.Errors;
using LatBench.Storage.Tokens;

namespace LatBench.Coordinator.Security;

/// <summary>The caller of a call.</summary>
/// <param name="Role">The role that the token gives.</param>
/// <param name="DeviceId">The device, for device credentials.</param>
/// <param name="TokenId">Identity of the token.</param>
internal sealed record Caller(Role Role, string? DeviceId, long TokenId)
{
    private static readonly object Key = new();

    /// <summary>The caller of a call that <see cref="AccessInterceptor"/> let in.</summary>
    public static Caller Of(ServerCallContext context) => (Caller)context.UserState[Key];

    /// <summary>The caller; null for a call that needs no token.</summary>
    public static Caller? Find(ServerCallContext context) => context.UserState.TryGetValue(Key, out var caller) ? (Caller)caller : null;

    /// <summary>Attaches the caller to its call.</summary>
    public void AttachTo(ServerCallContext context) => context.UserState[Key] = this;

    /// <summary>Refuses a device that acts for another one.</summary>
    /// <exception cref="RpcException">PERMISSION_DENIED.</exception>
    public void RequireDevice(string deviceId)
    {
        if (DeviceId != deviceId)
            throw RpcErrors.PermissionDenied($"This credential belongs to devices/{DeviceId} and cannot act for devices/{deviceId}.");
    }
}
