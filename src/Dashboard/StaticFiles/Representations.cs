using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LatBench.Dashboard.StaticFiles;

/// <summary>The representation of a file that a request asks for: compressed or not, and whether the caller has it already.</summary>
public static class Representations
{
    private const string Brotli = "br";

    /// <summary>Determines whether the caller takes content that is compressed with Brotli; a quality of 0 refuses it.</summary>
    /// <param name="request">The request.</param>
    public static bool AcceptsBrotli(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.GetTypedHeaders().AcceptEncoding.Any(accepted => accepted.Value.Equals(Brotli, StringComparison.OrdinalIgnoreCase) && accepted.Quality is not 0);
    }

    /// <summary>Makes the entity tag of a representation: a compressed one has other bytes, and so another tag.</summary>
    /// <param name="hash">The hash of the content.</param>
    /// <param name="isCompressed">True for the representation that is compressed with Brotli.</param>
    public static EntityTagHeaderValue TagOf(string hash, bool isCompressed) => new($"\"{hash}{(isCompressed ? "-" + Brotli : "")}\"");

    /// <summary>Determines whether the caller has this representation: one of the tags of <c>If-None-Match</c> is the same by the weak comparison, which RFC 9110 asks for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="tag">The tag of the representation.</param>
    public static bool IsKnownTo(HttpRequest request, EntityTagHeaderValue tag)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(tag);
        return request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false));
    }
}
