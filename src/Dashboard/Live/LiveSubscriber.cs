using System.Threading.Channels;
using LatBench.Dashboard.Access;

namespace LatBench.Dashboard.Live;

/// <summary>A browser that shows live regions.</summary>
/// <param name="User">The user that it is signed in as.</param>
/// <param name="Updates">Takes what it is sent.</param>
internal sealed record LiveSubscriber(DashboardUser User, ChannelWriter<LiveUpdate> Updates);

/// <summary>The new content of a live region.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Html">Its content as HTML.</param>
internal sealed record LiveUpdate(string Topic, string Html);
