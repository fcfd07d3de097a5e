using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace LatBench.Dashboard.Problems;

/// <summary>The reason why a page cannot be shown or an action was refused.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">The headline.</param>
/// <param name="Message">The sentence that says what is wrong and what to do.</param>
internal sealed record Problem(int Status, string Title, string Message)
{
    /// <summary>Gets the problem of an address without a page.</summary>
    public static Problem NoPage { get; } = new(StatusCodes.Status404NotFound, "There is no such page", "Check the address, or choose a page from the menu.");

    /// <summary>Gets the problem of a form that a page does not have, or that cannot be read.</summary>
    public static Problem NoForm { get; } = new(StatusCodes.Status400BadRequest, "This form cannot be taken", "It is no longer offered here, or could not be read: load the page again and fill it in anew.");

    /// <summary>Gets the problem that a call of the API ended with.</summary>
    /// <param name="refused">The exception of the call.</param>
    public static Problem Of(RpcException refused) => refused.StatusCode switch
    {
        StatusCode.NotFound => new(StatusCodes.Status404NotFound, "Not found", refused.Status.Detail),
        StatusCode.Unauthenticated => new(StatusCodes.Status401Unauthorized, "The session has ended", "Sign in again: the token has expired or was revoked."),
        StatusCode.InvalidArgument or StatusCode.OutOfRange => new(StatusCodes.Status400BadRequest, "That does not work", refused.Status.Detail),
        StatusCode.PermissionDenied => new(StatusCodes.Status403Forbidden, "Not allowed", refused.Status.Detail),
        StatusCode.FailedPrecondition or StatusCode.AlreadyExists or StatusCode.Aborted => new(StatusCodes.Status409Conflict, "Not possible now", refused.Status.Detail),
        StatusCode.ResourceExhausted => new(StatusCodes.Status429TooManyRequests, "Too much at once", refused.Status.Detail),
        StatusCode.Unavailable or StatusCode.DeadlineExceeded => new(StatusCodes.Status503ServiceUnavailable, "Not available now", refused.Status.Detail is { Length: > 0 } detail ? detail : "The coordinator did not answer in time: try it again."),
        _ => new(StatusCodes.Status500InternalServerError, "An error of LatBench", "The log of the coordinator says more."),
    };
}
