using LatBench.DeviceAgent.Hardware;

namespace LatBench.DeviceAgent.Checking;

/// <summary>Tells by the marks that container engines leave which one this process runs in.</summary>
internal static class ContainerKind
{
    private static readonly (string Mark, string Kind)[] GroupMarks =
        [("docker", "docker"), ("kubepods", "kubernetes"), ("libpod", "podman"), ("containerd", "containerd"), ("lxc", "lxc")];

    /// <summary>The engine; null where there is no sign of one.</summary>
    public static string? Of(SystemFiles files)
    {
        if (files.Word("run/systemd/container") is { } told) return told;
        if (files.Exists(".dockerenv")) return "docker";
        if (files.Exists("run/.containerenv")) return "podman";
        var groups = files.Text("proc/self/cgroup") ?? "";
        return GroupMarks.FirstOrDefault(known => groups.Contains($"/{known.Mark}", StringComparison.Ordinal)).Kind;
    }
}
