using Google.Rpc;
using Grpc.Core;
using LatBench.Cli.Rendering;
using LatBench.Contracts.Transport;

namespace LatBench.Cli.Connection;

/// <summary>A failed call in one sentence that says what to do.</summary>
internal static class CallError
{
    public static string Explain(RpcException error, Uri? server)
    {
        var where = server?.GetLeftPart(UriPartial.Authority) ?? "the coordinator";
        if (ConnectionException.Explain(error) is { } connection)
            return Printable.OneLine(connection);
        var detail = Detail(error);
        return error.StatusCode switch
        {
            StatusCode.Unavailable or StatusCode.Internal when IsOtherProtocol(error) =>
                $"What answers at {where} does not speak gRPC: name the coordinator's gRPC port (7081 unless it was changed) with --server.",
            StatusCode.Unavailable or StatusCode.Internal when IsCertificateFault(error) =>
                $"The certificate of {where} is not trusted here: {detail}",
            StatusCode.Unavailable => $"No coordinator answers at {where}: start one with `latbench up`, or name it with --server.",
            StatusCode.DeadlineExceeded => $"The coordinator at {where} did not answer in time: look at its log, or try again.",
            StatusCode.Unauthenticated =>
                $"The coordinator at {where} did not accept the token: name a good one with --token-file or LATBENCH_TOKEN ({Clause(detail)}).",
            StatusCode.PermissionDenied => $"The token may not do this: use one of a role that may ({Clause(detail)}).",
            StatusCode.InvalidArgument => Violations(error) is { Length: > 0 } violations ? violations : detail,
            StatusCode.Unimplemented => $"The coordinator at {where} does not know this call: it is of another version than this command.",
            StatusCode.Internal or StatusCode.Unknown or StatusCode.DataLoss => $"The coordinator at {where} failed ({Clause(detail)}): its log says more.",
            _ => detail,
        };
    }

    private static string Violations(RpcException error)
    {
        var violations = error.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations ?? [];
        return string.Join(' ', violations.Select(violation => violation.Field.Length == 0
            ? Sentence(violation.Description)
            : Sentence($"{violation.Field}: {violation.Description}")));
    }

    private static string Detail(RpcException error) =>
        Sentence(error.Status.Detail.Length > 0 ? error.Status.Detail : error.StatusCode.ToString());

    private static string Sentence(string text) => Printable.OneLine(text).TrimEnd() is var line && line.EndsWith('.') ? line : line + ".";

    private static string Clause(string sentence) => sentence.TrimEnd('.');

    // The error of a failed handshake depends on which side closes first; then only the text tells.
    private static bool IsOtherProtocol(RpcException error) =>
        error.Status.Detail.Contains("HTTP/2 handshake", StringComparison.Ordinal) || Causes(error).OfType<HttpRequestException>().Any(cause =>
        cause.HttpRequestError is HttpRequestError.HttpProtocolError or HttpRequestError.InvalidResponse or HttpRequestError.VersionNegotiationError
            or HttpRequestError.ResponseEnded);

    private static bool IsCertificateFault(RpcException error) =>
        Causes(error).OfType<HttpRequestException>().Any(cause => cause.HttpRequestError == HttpRequestError.SecureConnectionError);

    private static IEnumerable<Exception> Causes(RpcException error)
    {
        for (var cause = error.Status.DebugException; cause is not null; cause = cause.InnerException)
            yield return cause;
    }
}
