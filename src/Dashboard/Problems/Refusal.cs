using System.Collections.Frozen;
using Google.Rpc;
using Grpc.Core;

namespace LatBench.Dashboard.Problems;

/// <summary>The reasons why the API refused a form: a sentence, and a sentence for each field that is at fault.</summary>
public sealed class Refusal
{
    private readonly FrozenDictionary<string, string> _fields;

    private Refusal(string message, IEnumerable<(string Field, string Message)> fields)
    {
        Message = message;
        _fields = fields.GroupBy(field => field.Field, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => string.Join(" ", group.Select(field => field.Message)), StringComparer.Ordinal);
    }

    /// <summary>Gets the sentence.</summary>
    public string Message { get; }

    /// <summary>Gets the sentence about a field; null where nothing is wrong with it.</summary>
    /// <param name="field">The name of the field in the request, such as <c>held_out_share</c>; fields within it count.</param>
    public string? this[string field] => _fields.TryGetValue(field, out var message)
        ? message
        : _fields.FirstOrDefault(entry => entry.Key.StartsWith(field + ".", StringComparison.Ordinal) || entry.Key.StartsWith(field + "[", StringComparison.Ordinal)).Value;

    /// <summary>Reads the answer of the API.</summary>
    /// <param name="refused">The exception of the call.</param>
    public static Refusal Of(RpcException refused) => new(
        Problem.Of(refused).Message,
        refused.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations.Select(violation => (violation.Field, violation.Description)) ?? []);

    /// <summary>Makes a refusal of one field, for what cannot be sent.</summary>
    /// <param name="field">The field.</param>
    /// <param name="message">The sentence.</param>
    public static Refusal Of(string field, string message) => new(message, [(field, message)]);

    /// <summary>Determines whether a call was refused for a reason that belongs beside the form, not on a page of its own.</summary>
    /// <param name="refused">The exception of the call.</param>
    public static bool IsForForm(RpcException refused) =>
        refused.StatusCode is StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.AlreadyExists or StatusCode.Aborted or StatusCode.ResourceExhausted or StatusCode.DeadlineExceeded or StatusCode.OutOfRange;
}
