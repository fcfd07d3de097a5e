using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace LatBench.Coordinator.Errors;

/// <summary>Errors as gRPC statuses with rich details (google.rpc.BadRequest, ErrorInfo, ResourceInfo).</summary>
internal static class RpcErrors
{
    private const string Domain = "latbench.v1";

    /// <summary>INVALID_ARGUMENT that names every field at fault; at least one.</summary>
    public static RpcException InvalidArgument(IReadOnlyList<(string Field, string Message)> faults)
    {
        var details = new BadRequest();
        details.FieldViolations.AddRange(faults.Select(f => new BadRequest.Types.FieldViolation { Field = f.Field, Description = f.Message }));
        return With(Code.InvalidArgument, string.Join(" ", faults.Select(f => f.Message)), details);
    }

    /// <summary>INVALID_ARGUMENT for one field.</summary>
    public static RpcException InvalidArgument(string field, string message) => InvalidArgument([(field, message)]);

    /// <summary>NOT_FOUND that names the resource.</summary>
    public static RpcException NotFound(string type, string name, string message) =>
        With(Code.NotFound, message, new ResourceInfo { ResourceType = type, ResourceName = name, Description = message });

    /// <summary>ALREADY_EXISTS that names the resource.</summary>
    public static RpcException AlreadyExists(string type, string name, string message) =>
        With(Code.AlreadyExists, message, new ResourceInfo { ResourceType = type, ResourceName = name, Description = message });

    /// <summary>FAILED_PRECONDITION.</summary>
    public static RpcException FailedPrecondition(string message) => With(Code.FailedPrecondition, message);

    /// <summary>UNAUTHENTICATED.</summary>
    public static RpcException Unauthenticated(string message) => With(Code.Unauthenticated, message);

    /// <summary>PERMISSION_DENIED.</summary>
    public static RpcException PermissionDenied(string message) => With(Code.PermissionDenied, message);

    /// <summary>OUT_OF_RANGE.</summary>
    public static RpcException OutOfRange(string field, string message) =>
        With(Code.OutOfRange, message, new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = field, Description = message } } });

    /// <summary>UNAVAILABLE: the same call may go through later.</summary>
    public static RpcException Unavailable(string message) => With(Code.Unavailable, message);

    /// <summary>RESOURCE_EXHAUSTED: a limit is reached, or a disk full; the same call may go through later.</summary>
    public static RpcException ResourceExhausted(string message) => With(Code.ResourceExhausted, message);

    /// <summary>INTERNAL.</summary>
    public static RpcException Internal(string message) => With(Code.Internal, message);

    /// <summary>The status of a refusal.</summary>
    public static StatusCode StatusOf(RefusalException refusal) => refusal.Kind switch
    {
        RefusalKind.InvalidArgument => StatusCode.InvalidArgument,
        RefusalKind.NotFound => StatusCode.NotFound,
        RefusalKind.AlreadyExists => StatusCode.AlreadyExists,
        RefusalKind.FailedPrecondition => StatusCode.FailedPrecondition,
        _ => StatusCode.Unavailable,
    };

    /// <summary>A refusal with its reason, the fields at fault and the resource, where it names any.</summary>
    public static RpcException Refused(RefusalException refusal)
    {
        var details = new List<Google.Protobuf.IMessage>();
        if (refusal.Reason.Length > 0)
            details.Add(new ErrorInfo { Domain = Domain, Reason = refusal.Reason });
        if (refusal.Violations.Count > 0)
        {
            var fields = new BadRequest();
            fields.FieldViolations.AddRange(refusal.Violations.Select(f => new BadRequest.Types.FieldViolation { Field = f.Field, Description = f.Message, Reason = refusal.Reason }));
            details.Add(fields);
        }

        if (refusal.Resource is var (type, name))
            details.Add(new ResourceInfo { ResourceType = type, ResourceName = name, Description = refusal.Message });
        return With((Code)StatusOf(refusal), refusal.Message, [.. details]);
    }

    private static RpcException With(Code code, string message, params ReadOnlySpan<Google.Protobuf.IMessage> details)
    {
        var status = new Status { Code = (int)code, Message = message };
        foreach (var detail in details)
            status.Details.Add(Google.Protobuf.WellKnownTypes.Any.Pack(detail));
        return status.ToRpcException();
    }
}
