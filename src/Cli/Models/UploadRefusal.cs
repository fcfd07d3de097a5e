using Grpc.Core;
using LatBench.Hosting.Files;
using LatBench.ModelFiles;

namespace LatBench.Cli.Models;

/// <summary>The reasons why a file becomes no model. Others are errors of the command.</summary>
internal static class UploadRefusal
{
    /// <summary>The reason in one sentence; null where the exception is about something else.</summary>
    public static string? Of(Exception exception) => exception switch
    {
        ModelFileException => exception.Message,
        RpcException { StatusCode: StatusCode.InvalidArgument } refusal => refusal.Status.Detail,
        _ when FileError.Is(exception) => FileError.Of(exception).Describe("The file cannot be read"),
        _ => null,
    };
}
