using LatBench.Dashboard.Elements;
using Microsoft.AspNetCore.Components;

namespace LatBench.Dashboard.Live;

/// <summary>
/// A part of a page that is rendered again while the page is open, and sent to every browser that shows it. All of them get the same text, whatever their role: actions do not
/// belong into it.
/// </summary>
public abstract class LiveComponent : LoadedComponent
{
    /// <summary>Gets or sets the resource that it shows, such as <c>campaigns/7</c>; empty where there is only one.</summary>
    [Parameter]
    public string Argument { get; set; } = "";
}
