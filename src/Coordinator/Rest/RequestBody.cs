using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Code = Google.Rpc.Code;

namespace LatBench.Coordinator.Rest;

/// <summary>Reads the body of a request, so that it can be checked and then read again.</summary>
internal static class RequestBody
{
    private const string Json = "application/json";
    private const int MaxReserved = 1 << 20;

    /// <summary>The bytes of the body.</summary>
    /// <exception cref="BadHttpRequestException">It is larger than the server takes, or ends early.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
            return default;
        var request = http.Request;
        var buffer = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, MaxReserved));
        await request.Body.CopyToAsync(buffer, http.RequestAborted);
        buffer.Position = 0;
        request.Body = buffer;
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    /// <summary>Puts an empty message in the place of an empty body.</summary>
    public static void SetEmptyMessage(HttpRequest request)
    {
        var bytes = "{}"u8.ToArray();
        (request.Body, request.ContentLength, request.ContentType) = (new MemoryStream(bytes), bytes.Length, Json);
    }

    /// <summary>The refusal of a body that does not call itself JSON in UTF-8; null where it does.</summary>
    public static RestRefusal? RefuseType(HttpRequest request)
    {
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && (type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
            && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
            return null;
        var given = string.IsNullOrEmpty(request.ContentType) ? "none" : $"'{FieldNames.Shorten(request.ContentType)}'";
        return RestRefusal.Of(
            StatusCodes.Status415UnsupportedMediaType, Code.InvalidArgument, $"The body must be JSON in UTF-8: send the header 'Content-Type: {Json}', not {given}.");
    }
}
