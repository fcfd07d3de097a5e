namespace LatBench.Contracts.Transport;

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
