using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Grpc.Core;
using LatBench.Dashboard.Problems;
using LatBench.Dashboard.StaticFiles;
using Microsoft.AspNetCore.Http;

namespace LatBench.Dashboard.Charts;

/// <summary>Answers with the data of a chart: columns as JSON, compressed where that is worth it, with an ETag of the content.</summary>
internal static class ChartData
{
    /// <summary>Below this size compression saves no packet.</summary>
    private const int MinCompressedBytes = 1400;

    /// <summary>15,284 points are compressed in some 20 ms, to a few per cent more than with the highest quality.</summary>
    private const int Quality = 5;

    private const int Window = 22;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Answers a request with an object whose members are columns.</summary>
    /// <param name="http">The request.</param>
    /// <param name="read">Reads the columns from the API; null where <see cref="IsKnown"/> has answered.</param>
    public static async Task AnswerAsync<T>(HttpContext http, Func<CancellationToken, Task<T?>> read)
        where T : class
    {
        try
        {
            if (await read(http.RequestAborted) is { } columns)
                await SendAsync(http, JsonSerializer.SerializeToUtf8Bytes(columns, Json));
        }
        catch (RpcException e)
        {
            var problem = Problem.Of(e);
            http.Response.StatusCode = problem.Status;
            http.Response.ContentType = "text/plain; charset=utf-8";
            await http.Response.WriteAsync(problem.Message, http.RequestAborted);
        }
    }

    /// <summary>Answers a request with JSON that is written only where the browser does not have it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="files">The scripts, which read what is written here: with another version of them the answer is another one.</param>
    /// <param name="version">A text that changes with the data.</param>
    /// <param name="write">Writes the data as JSON.</param>
    public static async Task AnswerAsync(HttpContext http, EmbeddedAssets files, string version, Func<byte[]> write)
    {
        var tag = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{files.Version}\n{http.Request.QueryString}\n{version}"))[..12]);
        if (!IsKnown(http, tag))
            await SendAsync(http, write());
    }

    /// <summary>Determines whether the browser has the content of a tag; the answer is complete then.</summary>
    /// <param name="http">The request.</param>
    /// <param name="tag">The tag of the present content, without quotes.</param>
    public static bool IsKnown(HttpContext http, string tag)
    {
        http.Response.Headers.ETag = $"\"{tag}\"";
        http.Response.Headers.CacheControl = "private, no-cache";
        if (http.Request.Headers.IfNoneMatch != $"\"{tag}\"")
            return false;
        http.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    private static async Task SendAsync(HttpContext http, byte[] content)
    {
        if (http.Response.Headers.ETag.Count == 0 && IsKnown(http, Base64Url.EncodeToString(SHA256.HashData(content).AsSpan(0, 12))))
            return;
        var response = http.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.Vary = "Accept-Encoding";
        if (content.Length >= MinCompressedBytes && http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
        {
            response.Headers.ContentEncoding = "br";
            content = Compress(content);
        }

        response.ContentLength = content.Length;
        await response.Body.WriteAsync(content, http.RequestAborted);
    }

    private static byte[] Compress(byte[] content)
    {
        var compressed = new byte[BrotliEncoder.GetMaxCompressedLength(content.Length)];
        return BrotliEncoder.TryCompress(content, compressed, out var written, Quality, Window)
            ? compressed[..written]
            : throw new InvalidOperationException("The data of a chart cannot be compressed.");
    }
}
