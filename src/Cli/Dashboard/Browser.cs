using System.ComponentModel;
using System.Diagnostics;
using LatBench.Cli.CommandLine;

namespace LatBench.Cli.Dashboard;

/// <summary>The browser of this machine.</summary>
internal static class Browser
{
    /// <summary>Opens an address. Where there is no browser, that is said, and the address is there to be copied.</summary>
    public static void Open(CommandContext context, Uri address)
    {
        try
        {
            using var process = Process.Start(Plan(address.AbsoluteUri));
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            context.Terminal.Note("No browser could be started here: open the address in one.");
        }
    }

    private static ProcessStartInfo Plan(string address)
    {
        if (OperatingSystem.IsWindows())
            return new ProcessStartInfo(address) { UseShellExecute = true };
        return new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [address]) { RedirectStandardOutput = true, RedirectStandardError = true };
    }
}
