using Microsoft.AspNetCore.Components;

namespace LatBench.Dashboard.Elements;

/// <summary>A component that reads what it shows before it is rendered for the first time, so its markup needs no state without content.</summary>
public abstract class LoadedComponent : ComponentBase
{
    /// <inheritdoc/>
    public sealed override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        await LoadAsync();
        await base.SetParametersAsync(ParameterView.Empty);
    }

    /// <summary>Reads the content; the parameters are set.</summary>
    protected abstract Task LoadAsync();
}
