using Google.Rpc;
using Grpc.Core;

namespace LatBench.Dashboard.Problems;

/// <summary>The reasons why a form was refused: sentences about its fields, each shown beside its field, and those that belong to no field, which stand above the form.</summary>
public sealed class FieldErrors
{
    /// <summary>The key of sentences that belong to no field.</summary>
    public const string Form = "";

    private readonly Dictionary<string, List<string>> _messages = new(StringComparer.Ordinal);

    /// <summary>Gets a value indicating whether there is any.</summary>
    public bool Any => _messages.Count > 0;

    /// <summary>Gets the sentence about the form as a whole: that of the API, or else the first one.</summary>
    public string Message { get; private set; } = "";

    /// <summary>Gets the sentences about a field.</summary>
    /// <param name="field">The field of the form, or of the request, such as <c>few_shot</c>; fields within it count.</param>
    public IReadOnlyList<string> this[string field] =>
        _messages.TryGetValue(field, out var messages) ? messages
        : field == Form ? []
        : [.. _messages.Where(entry => entry.Key.StartsWith(field + ".", StringComparison.Ordinal) || entry.Key.StartsWith(field + "[", StringComparison.Ordinal)).SelectMany(entry => entry.Value)];

    /// <summary>Makes the errors of a call that the API refused, by the fields of its request.</summary>
    /// <param name="refused">The exception of the call.</param>
    public static FieldErrors Of(RpcException refused)
    {
        var errors = new FieldErrors();
        errors.AddFrom(refused, field => field);
        return errors;
    }

    /// <summary>Makes a call of the API for a form; the errors are empty where it was not refused.</summary>
    /// <param name="call">The call. A refusal that does not belong beside the form leaves this method.</param>
    public static async Task<FieldErrors> OfAsync(Func<Task> call)
    {
        try
        {
            await call();
            return new FieldErrors();
        }
        catch (RpcException e) when (IsForForm(e))
        {
            return Of(e);
        }
    }

    /// <summary>Makes the error of one field, for what cannot be sent.</summary>
    /// <param name="field">The field.</param>
    /// <param name="message">The sentence.</param>
    public static FieldErrors Of(string field, string message)
    {
        var errors = new FieldErrors();
        errors.Add(field, message);
        return errors;
    }

    /// <summary>Determines whether a call was refused for a reason that belongs beside the form, not on a page of its own.</summary>
    private static bool IsForForm(RpcException refused) =>
        refused.StatusCode is StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.AlreadyExists or StatusCode.Aborted or StatusCode.ResourceExhausted or StatusCode.DeadlineExceeded or StatusCode.OutOfRange;

    /// <summary>Adds a sentence, once.</summary>
    /// <param name="field">The field of the form.</param>
    /// <param name="message">The sentence.</param>
    public void Add(string field, string message)
    {
        if (Message.Length == 0)
            Message = message;
        if (!_messages.TryGetValue(field, out var messages))
            _messages[field] = messages = [];
        if (!messages.Contains(message, StringComparer.Ordinal))
            messages.Add(message);
    }

    /// <summary>Adds what the API says about the fields of a request. A field of the form that has a sentence already keeps it alone.</summary>
    /// <param name="refused">The exception of the call.</param>
    /// <param name="fieldOf">Gets the field of the form for a field of the request; null where there is none.</param>
    public void AddFrom(RpcException refused, Func<string, string?> fieldOf)
    {
        Message = Problem.Of(refused).Message;
        var violations = refused.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations ?? [];
        if (violations.Count == 0)
            Add(Form, Message);
        var known = _messages.Keys.ToHashSet(StringComparer.Ordinal);
        foreach (var violation in violations)
        {
            var field = fieldOf(violation.Field) ?? Form;
            if (field == Form || !known.Contains(field))
                Add(field, violation.Description);
        }
    }
}
