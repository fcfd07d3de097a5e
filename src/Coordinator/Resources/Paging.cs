using System.Buffers.Text;
using System.Globalization;
using System.Text;
using LatBench.Coordinator.Errors;

namespace LatBench.Coordinator.Resources;

/// <summary>Pages as in AIP-158: an opaque token that holds the last identity of the page before.</summary>
internal static class Paging
{
    /// <summary>The number of items to return.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT where it is negative or too large.</exception>
    public static int Size(int requested, int fallback, int max) => requested switch
    {
        0 => fallback,
        < 0 => throw RpcErrors.InvalidArgument("page_size", $"page_size {requested} is negative: use 1 to {max}."),
        _ when requested > max => throw RpcErrors.InvalidArgument("page_size", $"page_size {requested} is too large: use 1 to {max}."),
        _ => requested,
    };

    /// <summary>The token of the page after <paramref name="last"/>.</summary>
    public static string Token(string last) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(last));

    /// <summary>The token of the page after <paramref name="last"/>.</summary>
    public static string Token(long last) => Token(last.ToString(CultureInfo.InvariantCulture));

    /// <summary>The last identity of the page before; null for the first page.</summary>
    public static string? After(string token)
    {
        if (token.Length == 0)
            return null;

        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
        }
        catch (FormatException)
        {
            throw Forged();
        }
    }

    /// <summary>The last numeric identity of the page before; null for the first page.</summary>
    public static long? AfterNumber(string token) => After(token) switch
    {
        null => null,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Forged(),
    };

    /// <summary>INVALID_ARGUMENT for a token that this coordinator did not give.</summary>
    public static Grpc.Core.RpcException Forged() =>
        RpcErrors.InvalidArgument("page_token", "The page token is not one that this coordinator gave: start again without one.");
}
