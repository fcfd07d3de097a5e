namespace LatBench.Coordinator.Mcp;

/// <summary>The caller of a request to the MCP endpoint.</summary>
/// <param name="Secret">The secret of its token.</param>
/// <param name="Role">The role of its token.</param>
/// <param name="Peer">Its address, for the audit log.</param>
internal sealed record McpCaller(string Secret, Storage.Tokens.Role Role, string Peer)
{
    /// <summary>Gets the caller of a request that <see cref="McpAccess"/> let in.</summary>
    /// <param name="http">The request.</param>
    public static McpCaller Of(HttpContext http) => (McpCaller)http.Items[typeof(McpCaller)]!;

    /// <summary>Attaches the caller to its request.</summary>
    /// <param name="http">The request.</param>
    public void AttachTo(HttpContext http) => http.Items[typeof(McpCaller)] = this;
}
