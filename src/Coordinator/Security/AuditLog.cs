using System.Collections.Frozen;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using LatBench.Coordinator.Hosting;
using LatBench.Hosting;
using LatBench.Hosting.Files;

namespace LatBench.Coordinator.Security;

/// <summary>
/// The audit log: one line of JSON for each call that may change something, done or refused, in <c>audit.jsonl</c> of the data directory.
/// </summary>
internal sealed partial class AuditLog(CoordinatorOptions options, TimeProvider time, ILogger<AuditLog> logger) : IDisposable
{
    /// <summary>The name of the sign-in of a browser among the methods.</summary>
    public const string SignIn = "/dashboard/SignIn";

    private const int MaxNameLength = 200;

    private static readonly string[] Reads = ["Get", "List", "Watch", "Stat", "Download", "Predict", "Check", "Export", "Diff", "Evaluate", "Suggest", "Read"];

    /// <summary>The daily work of agents: thousands a second, each kept in the database with its lease.</summary>
    private static readonly FrozenSet<string> Work = new[] { "LeaseJobs", "RenewLeases", "CompleteJob", "CompleteProfileJob", "FailJob", "ReleaseJobs", "ReportPause" }.ToFrozenSet();

    private readonly AuditFile _file = new(options.AuditFile);

    /// <summary>Determines whether calls of the method are written to the log.</summary>
    public static bool Covers(string method)
    {
        var name = method[(method.LastIndexOf('/') + 1)..];
        return method.StartsWith("/latbench.", StringComparison.Ordinal) && !Work.Contains(name) && !Reads.Any(read => name.StartsWith(read, StringComparison.Ordinal));
    }

    /// <summary>Writes a call down. A disk that takes no more is logged and stops no call.</summary>
    public void Write(ServerCallContext context, IMessage? request, StatusCode status)
    {
        var caller = Caller.Find(context);
        var entry = new AuditEntry(
            time.GetUtcNow(),
            context.Method,
            status.ToString(),
            caller?.Role.ToString().ToLowerInvariant(),
            caller is null ? null : FormattableString.Invariant($"tokens/{caller.TokenId}"),
            caller?.DeviceId,
            CallPeer.Of(context),
            NameIn(request));
        Append(entry);
    }

    /// <summary>Writes down that a browser was signed in by a link or a token, or was refused.</summary>
    /// <param name="caller">The maker of the link or owner of the token; null where it was unknown, expired or used.</param>
    /// <param name="session">The token that the browser has got; null where it got none.</param>
    /// <param name="peer">The address of the browser.</param>
    public void WriteSignIn(Caller? caller, string? session, string peer) => Append(new AuditEntry(
        time.GetUtcNow(),
        SignIn,
        (session is null ? StatusCode.Unauthenticated : StatusCode.OK).ToString(),
        caller?.Role.ToString().ToLowerInvariant(),
        caller is null ? null : FormattableString.Invariant($"tokens/{caller.TokenId}"),
        null,
        peer,
        session));

    private void Append(AuditEntry entry)
    {
        try
        {
            _file.Append(entry);
        }
        catch (Exception e) when (FileError.Is(e))
        {
            var error = FileError.Of(e, options.AuditFile);
            LogNotWritten(options.AuditFile, error.Reason, error.Remedy);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>The resource that a request names: its field <c>name</c>, or the id that it wishes for.</summary>
    private static string? NameIn(IMessage? request)
    {
        foreach (var name in new[] { "name", "device_id", "version", "request_id" })
        {
            if (request?.Descriptor.FindFieldByName(name) is { FieldType: FieldType.String, IsRepeated: false } field
                && field.Accessor.GetValue(request) is string { Length: > 0 } text)
                return text.Length <= MaxNameLength ? text : text[..MaxNameLength];
        }

        return null;
    }

    [LoggerMessage(EventId = EventIds.AuditLogNotWritten, Level = LogLevel.Error, Message = "The audit log {File} was not written ({Reason}): {Remedy}")]
    private partial void LogNotWritten(string file, string reason, string remedy);
}
