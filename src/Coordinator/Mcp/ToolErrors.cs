using System.Text.Json;
using Google.Rpc;
using Grpc.Core;
using LatBench.Coordinator.Errors;
using LatBench.Hosting;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LatBench.Coordinator.Mcp;

/// <summary>Tells an assistant why a tool has no answer: in one sentence, as the result of the call, so that it can ask again.</summary>
internal sealed partial class ToolErrors(ILogger<ToolErrors> logger)
{
    /// <summary>Wraps the handler of calls.</summary>
    /// <param name="next">The handler.</param>
    public McpRequestHandler<CallToolRequestParams, CallToolResult> Wrap(McpRequestHandler<CallToolRequestParams, CallToolResult> next) => async (request, cancellationToken) =>
    {
        try
        {
            RefuseUnknownArguments(request);
            return await next(request, cancellationToken);
        }
        catch (RpcException e)
        {
            return Failed(SentenceOf(e));
        }
        catch (ToolException e)
        {
            return Failed(e.Message);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or NotSupportedException)
        {
            return Failed($"The arguments of {request.Params?.Name} cannot be read ({OneLine(e.Message).TrimEnd('.')}): give them as its description says.");
        }
        catch (Exception e) when (e is not (McpException or OperationCanceledException))
        {
            LogUnexpected(e, request.Params?.Name ?? "");
            return Failed("The coordinator failed at this call: its log says more.");
        }
    };

    /// <summary>Refuses arguments that the tool does not have: without them it would do something else than it was asked for.</summary>
    private static void RefuseUnknownArguments(RequestContext<CallToolRequestParams> request)
    {
        if (request is not { Params.Arguments: { } arguments, MatchedPrimitive: McpServerTool { ProtocolTool: { } tool } })
            return;
        string[] known = tool.InputSchema.TryGetProperty("properties", out var properties) ? [.. properties.EnumerateObject().Select(property => property.Name)] : [];
        if (arguments.Keys.Except(known, StringComparer.Ordinal).FirstOrDefault() is not { } unknown)
            return;
        var others = known.Length == 0 ? "it takes none" : $"it takes {string.Join(", ", known)}";
        throw new ToolException($"{tool.Name} has no argument '{Limits.Shorten(OneLine(unknown))}': {others}.{NearestHint.Of(unknown, known)}");
    }

    private static CallToolResult Failed(string sentence) => new() { IsError = true, Content = [new TextContentBlock { Text = sentence }] };

    private static string SentenceOf(RpcException error)
    {
        var violations = error.StatusCode == StatusCode.InvalidArgument ? error.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations : null;
        return violations is { Count: > 0 } ? string.Join(' ', violations.Select(violation => OneLine(violation.Description)).Distinct()) : OneLine(error.Status.Detail);
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [LoggerMessage(EventId = EventIds.McpToolFailed, Level = LogLevel.Error, Message = "The MCP tool {Tool} failed")]
    private partial void LogUnexpected(Exception exception, string tool);
}

/// <summary>Thrown where a tool has no answer for a reason that its caller can do something about; the message is one sentence.</summary>
/// <param name="message">The sentence.</param>
internal sealed class ToolException(string message) : Exception(message);
