using System.Globalization;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Devices;
using Device = LatBench.Storage.Devices.Device;
using Target = LatBench.Storage.Devices.Target;

namespace LatBench.Coordinator.Campaigns;

/// <summary>The targets of one device that a grid asks for: those of the provider of its default target, in each combination of settings.</summary>
internal static class TargetCombinations
{
    /// <summary>The targets in the order of the grid; what the device does not offer goes to <paramref name="faults"/>, with what is possible.</summary>
    public static IEnumerable<Target> Of(Device device, TargetGrid grid, CampaignFaults faults)
    {
        var standard = device.Targets[0];
        Target[] offered = [.. device.Targets.Where(target => target.ExecutionProvider == standard.ExecutionProvider && target.RuntimeVersion == standard.RuntimeVersion)];
        var threads = grid.Threads.Count > 0 ? [.. grid.Threads.Distinct()] : new[] { standard.Threads };
        string[] levels = grid.GraphOptimizations.Count > 0
            ? [.. grid.GraphOptimizations.Select(level => Enum.IsDefined(level) ? TargetSlug.OptimizationName(level) : level.ToString()).Distinct()]
            : [standard.GraphOptimization];
        int[] possibleThreads = [.. offered.Select(target => target.Threads).Distinct().Order()];
        string[] possibleLevels = [.. offered.Select(target => target.GraphOptimization).Distinct()];
        int[] tooMany = [.. threads.Except(possibleThreads)];
        if (tooMany.Length > 0)
            faults.Add("target_grid.threads", $"The device {device.Id} does not run {List(tooMany)} threads with {standard.ExecutionProvider}: it runs {Range(possibleThreads)}.");
        string[] unknown = [.. levels.Except(possibleLevels)];
        if (unknown.Length > 0)
            faults.Add("target_grid.graph_optimizations", $"The device {device.Id} does not run graph optimisation {string.Join(", ", unknown)} with {standard.ExecutionProvider}: it runs {string.Join(", ", possibleLevels)}.");
        if (tooMany.Length > 0 || unknown.Length > 0)
            return [];

        var wanted = (from level in levels
                      from count in threads
                      select (Level: level, Threads: count, Target: offered.FirstOrDefault(target => target.Threads == count && target.GraphOptimization == level))).ToArray();
        foreach (var (level, count, _) in wanted.Where(combination => combination.Target is null))
            faults.Add("target_grid", $"The device {device.Id} does not run {count} threads together with graph optimisation {level}: it serves {string.Join(", ", offered.Select(target => target.Slug))}.");
        return wanted.Select(combination => combination.Target).OfType<Target>();
    }

    private static string List(IEnumerable<int> numbers) => string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Numbers without gaps as <c>1 to 4</c>, others one by one.</summary>
    private static string Range(int[] numbers) => numbers.Length > 2 && numbers[^1] - numbers[0] == numbers.Length - 1
        ? string.Create(CultureInfo.InvariantCulture, $"{numbers[0]} to {numbers[^1]}")
        : List(numbers);
}
