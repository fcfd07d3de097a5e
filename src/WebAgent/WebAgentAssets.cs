using LatBench.Dashboard.StaticFiles;

namespace LatBench.WebAgent;

/// <summary>The modules and styles of the agent.</summary>
internal sealed class WebAgentAssets() : EmbeddedAssets(typeof(WebAgentAssets).Assembly, "/device/assets");
