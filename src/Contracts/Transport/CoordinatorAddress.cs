using System.Diagnostics.CodeAnalysis;

namespace LatBench.Contracts.Transport;

/// <summary>The address of a coordinator's gRPC port: a scheme, a host and a port.</summary>
public static class CoordinatorAddress
{
    /// <summary>Reads an address.</summary>
    /// <param name="text">For example <c>http://127.0.0.1:7081</c>.</param>
    /// <param name="address">The address.</param>
    /// <param name="fault">The reason why it is none, as a clause: "which is not an address such as …".</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? address, [NotNullWhen(false)] out string? fault)
    {
        fault = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out address) || address.Scheme is not ("http" or "https"))
            fault = "which is not an address such as http://127.0.0.1:7081";
        else if (address.PathAndQuery != "/" || address.Fragment.Length > 0 || address.UserInfo.Length > 0)
            fault = $"which has more than a scheme, a host and a port: write {address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}";
        return fault is null;
    }
}
