namespace LatBench.WebAgent.Tests.Site;

/// <summary>A page whose modules tests call, without a device.</summary>
public sealed class ModulePage(Browser browser, SharedSite shared) : IAsyncLifetime
{
    internal DeviceTab Tab { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Tab = await DeviceTab.OpenAsync(browser, shared.Site);
        await Tab.PhaseAsync("enrol");
    }

    public ValueTask DisposeAsync() => Tab.DisposeAsync();
}
