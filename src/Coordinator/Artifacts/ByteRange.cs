using Microsoft.Net.Http.Headers;

namespace LatBench.Coordinator.Artifacts;

/// <summary>A part of some content.</summary>
/// <param name="First">The position of its first byte.</param>
/// <param name="Length">Its number of bytes; 0 where the content has none of those that were asked for.</param>
internal readonly record struct ByteRange(long First, long Length)
{
    /// <summary>Reads the part that a request asks for; null where it asks for all, for several parts or for a part of other content, and is answered with all.</summary>
    /// <param name="request">The request.</param>
    /// <param name="tag">The tag of the content.</param>
    /// <param name="length">The number of bytes of the content.</param>
    public static ByteRange? Asked(HttpRequest request, EntityTagHeaderValue tag, long length)
    {
        var headers = request.GetTypedHeaders();
        if (headers.Range is not { Unit.Value: "bytes", Ranges.Count: 1 } range || headers.IfRange is { } condition && condition.EntityTag?.Compare(tag, useStrongComparison: true) != true)
            return null;
        var (from, to) = range.Ranges.First() switch
        {
            { From: { } first, To: var last } => (first, Math.Min(last ?? length - 1, length - 1)),
            { To: { } suffix } => (Math.Max(0, length - suffix), length - 1),
            _ => (0, length - 1),
        };
        return new(from, Math.Max(0, to - from + 1));
    }
}
