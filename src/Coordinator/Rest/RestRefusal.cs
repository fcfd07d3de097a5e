using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace LatBench.Coordinator.Rest;

/// <summary>A request that is answered without a call: an HTTP status, and a <c>google.rpc.Status</c> as the body, as for a call that fails.</summary>
/// <param name="HttpStatus">The HTTP status.</param>
/// <param name="Status">The body.</param>
internal sealed record RestRefusal(int HttpStatus, Status Status)
{
    private static readonly JsonFormatter Formatter =
        new(new JsonFormatter.Settings(formatDefaultValues: true, TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));

    /// <summary>The refusal that a failed call would be.</summary>
    public static RestRefusal Of(RpcException exception) => new(
        exception.StatusCode switch
        {
            StatusCode.InvalidArgument => StatusCodes.Status400BadRequest,
            StatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
            StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
            StatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
            StatusCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        },
        exception.GetRpcStatus() ?? new Status { Code = (int)exception.StatusCode, Message = exception.Status.Detail });

    /// <summary>A refusal without details.</summary>
    public static RestRefusal Of(int httpStatus, Code code, string message) => new(httpStatus, new Status { Code = (int)code, Message = message });

    /// <summary>Answers with it.</summary>
    public Task WriteAsync(HttpContext http)
    {
        http.Response.StatusCode = HttpStatus;
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(Formatter.Format(Status), http.RequestAborted);
    }
}
