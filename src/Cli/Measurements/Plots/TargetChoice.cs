using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.CommandLines;
using LatBench.Contracts.V1;
using LatBench.Hosting;

namespace LatBench.Cli.Measurements.Plots;

/// <summary>Chooses the one target, search space and model configuration that a command line means among those that there are.</summary>
/// <param name="known">Those that there are; at least one.</param>
/// <param name="where">Where they are, for messages: <c>here</c> or the name of a campaign.</param>
internal sealed class TargetChoice(IReadOnlyList<MeasuredTarget> known, string where)
{
    private const int MaxNames = 5;

    /// <summary>Chooses.</summary>
    /// <param name="target">A slug, or the name of a device with one target; null where there is one target only.</param>
    /// <param name="space">The search space; empty where there is one only.</param>
    /// <param name="models">The model configuration; null where there is one only.</param>
    /// <exception cref="CliException">There is none, or there are several.</exception>
    public MeasuredTarget Choose(string? target, string space, ModelConfig? models)
    {
        var slug = Slug(target);
        MeasuredTarget[] ofTarget = [.. known.Where(candidate => candidate.Slug == slug)];
        MeasuredTarget[] ofSpace = space.Length == 0 ? ofTarget : [.. ofTarget.Where(candidate => candidate.SearchSpace == space)];
        if (ofSpace.Length == 0)
            throw new CliException($"{slug} has no latencies of {space} {where}: it has them of {List(ofTarget.Select(candidate => candidate.SearchSpace))}.");
        if (ofSpace.Select(candidate => candidate.SearchSpace).Distinct().Count() > 1)
            throw new CliException($"{slug} has latencies of several search spaces {where}, {List(ofSpace.Select(candidate => candidate.SearchSpace))}: say which one with --space.", ExitCode.WrongUsage);
        var configurations = string.Join("; ", ofSpace.Select(candidate => Words.Of(candidate.Models)));
        MeasuredTarget[] chosen = models is null ? ofSpace : [.. ofSpace.Where(candidate => candidate.Models.Equals(models))];
        return chosen switch
        {
            [var one] => one,
            [] => throw new CliException($"{slug} has no latencies in the model configuration {Words.Of(models!)} {where}: it has {configurations}."),
            _ => throw new CliException($"{slug} has latencies in several model configurations {where} ({configurations}): say which one with --dataset, --batch, --precision and --graph-variant.", ExitCode.WrongUsage),
        };
    }

    private string Slug(string? target)
    {
        string[] slugs = [.. known.Select(candidate => candidate.Slug).Distinct()];
        if (target is null)
            return slugs is [var only] ? only : throw new CliException($"Several targets have latencies {where}: name one of {List(slugs)}.", ExitCode.WrongUsage);
        if (slugs.Contains(target))
            return target;
        string[] ofDevice = [.. slugs.Where(slug => slug.StartsWith(target + "/", StringComparison.Ordinal))];
        return ofDevice switch
        {
            [var one] => one,
            [_, _, ..] => throw new CliException($"{target} has several targets with latencies {where}: name one of {List(ofDevice)}.", ExitCode.WrongUsage),
            _ => throw new CliException(Unknown(Printable.OneLine(target), slugs)),
        };
    }

    private string Unknown(string target, string[] slugs)
    {
        // A part of a slug, such as the name of the device, is what a person remembers of it.
        var near = NearestName.Of(target, slugs)
            ?? (NearestName.Of(target, slugs.SelectMany(slug => slug.Split('/'))) is { } part ? slugs.First(slug => slug.Split('/').Contains(part)) : null);
        return near is null
            ? $"There is no target '{target}' with latencies {where}: name one of {List(slugs)}."
            : $"There is no target '{target}' with latencies {where}: did you mean {ShellWord.Quote(near)}?";
    }

    private static string List(IEnumerable<string> names)
    {
        string[] distinct = [.. names.Distinct()];
        return string.Join(", ", distinct.Take(MaxNames)) + (distinct.Length > MaxNames ? $" and {Figures.Count(distinct.Length - MaxNames)} others, which `latbench measurements targets` lists" : "");
    }
}
