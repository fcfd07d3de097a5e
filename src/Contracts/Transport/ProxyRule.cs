using System.Net;

namespace LatBench.Contracts.Transport;

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
