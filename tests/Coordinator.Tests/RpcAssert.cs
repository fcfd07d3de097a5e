using Google.Rpc;
using Grpc.Core;

namespace LatBench.Coordinator.Tests;

/// <summary>Assertions about the errors of refused calls.</summary>
internal static class RpcAssert
{
    /// <summary>The call fails with the status; returns its sentence.</summary>
    public static async Task<string> FailsAsync<T>(StatusCode code, AsyncUnaryCall<T> call) => (await CatchAsync(code, call)).Status.Detail;

    /// <summary>The call fails with INVALID_ARGUMENT on exactly these fields; returns its sentence.</summary>
    public static async Task<string> FailsOnAsync<T>(AsyncUnaryCall<T> call, params string[] fields)
    {
        var exception = await CatchAsync(StatusCode.InvalidArgument, call);
        var violations = exception.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations;
        Assert.Equal(fields, violations.Select(violation => violation.Field));
        return exception.Status.Detail;
    }

    /// <summary>The call is refused with a reason of google.rpc.ErrorInfo, on these fields where any are named; returns its sentence.</summary>
    public static async Task<string> RefusesAsync<T>(StatusCode code, string reason, AsyncUnaryCall<T> call, params string[] fields)
    {
        var exception = await CatchAsync(code, call);
        var status = exception.GetRpcStatus()!;
        var info = status.GetDetail<ErrorInfo>();
        Assert.Equal((reason, "latbench.v1"), (info?.Reason, info?.Domain));
        Assert.Equal(fields, status.GetDetail<BadRequest>()?.FieldViolations.Select(violation => violation.Field) ?? []);
        return exception.Status.Detail;
    }

    private static async Task<RpcException> CatchAsync<T>(StatusCode code, AsyncUnaryCall<T> call)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(code, exception.StatusCode);
        return exception;
    }
}
