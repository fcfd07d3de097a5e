using System.Net;

namespace LatBench.Contracts.Transport;

/// <summary>The proxy through which .NET reaches an address, as the environment or the operating system says.</summary>
/// <param name="Address">Scheme, host and port; without the credentials that the environment may hold.</param>
/// <param name="Variable">The environment variable that names it; null where the operating system does.</param>
public sealed record EnvironmentProxy(string Address, string? Variable)
{
    /// <summary>The variables in the order in which .NET reads them, those of the scheme first.</summary>
    private static readonly string[] ForAll = ["all_proxy", "ALL_PROXY"];
    private static readonly string[] ForHttp = ["http_proxy", "HTTP_PROXY", .. ForAll];
    private static readonly string[] ForHttps = ["https_proxy", "HTTPS_PROXY", .. ForAll];

    /// <summary>Returns the proxy for <paramref name="destination"/>; null where it is reached directly, as this machine always is.</summary>
    public static EnvironmentProxy? Find(Uri destination)
    {
        if (FindAddress(destination) is not { } address)
            return null;
        var names = destination.Scheme == Uri.UriSchemeHttps ? ForHttps : ForHttp;
        return new EnvironmentProxy(
            $"{address.Scheme}://{address.Host}:{address.Port}",
            names.FirstOrDefault(name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name))));
    }

    /// <summary>The same with the credentials, for the handler alone.</summary>
    internal static Uri? FindAddress(Uri destination) =>
        destination.IsLoopback || HttpClient.DefaultProxy.IsBypassed(destination) ? null : HttpClient.DefaultProxy.GetProxy(destination);

    /// <inheritdoc/>
    public override string ToString() => Variable is null ? $"the proxy {Address} that the settings of this machine name" : $"the proxy {Address} that {Variable} names";
}

/// <summary>The proxies of the environment, for the addresses that go through one.</summary>
internal sealed class ProxyRule(ProxyUse use) : IWebProxy
{
    /// <inheritdoc/>
    public ICredentials? Credentials
    {
        get => HttpClient.DefaultProxy.Credentials;
        set => throw new NotSupportedException("The credentials of a proxy come from the environment.");
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination) => IsDirect(destination) ? null : EnvironmentProxy.FindAddress(destination);

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => GetProxy(host) is null;

    /// <summary>Returns the proxy that is used for <paramref name="destination"/>, for messages.</summary>
    public EnvironmentProxy? Find(Uri destination) => IsDirect(destination) ? null : EnvironmentProxy.Find(destination);

    private bool IsDirect(Uri destination) => use switch
    {
        ProxyUse.Environment => false,
        ProxyUse.EncryptedOnly => destination.Scheme != Uri.UriSchemeHttps,
        _ => true,
    };
}

/// <summary>The addresses that are reached through a proxy where the environment names one. This machine never is.</summary>
public enum ProxyUse
{
    /// <summary>All others.</summary>
    Environment,

    /// <summary>Those of https only: gRPC in clear text is HTTP/2, which proxies do not pass on.</summary>
    EncryptedOnly,

    /// <summary>None.</summary>
    Never,
}
