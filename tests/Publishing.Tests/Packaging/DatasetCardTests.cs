using System.Text.RegularExpressions;
using LatBench.Publishing.Tests.Fakes;

namespace LatBench.Publishing.Tests.Packaging;

public sealed partial class DatasetCardTests
{
    [Fact]
    public async Task Write_front_matter_has_a_config_for_every_table_and_latency_is_the_default()
    {
        using var lab = Lab.WithEveryVerdict();

        var card = await CardAsync(lab);

        Assert.StartsWith(
            """
            ---
            pretty_name: LatBench
            license: other
            license_name: see-license
            license_link: LICENSE
            annotations_creators:
            - machine-generated
            source_datasets:
            - original
            task_categories:
            - tabular-regression
            size_categories:
            - n<1K
            tags:
            - latency
            - benchmark
            - neural-architecture-search
            - nas-bench-201
            - onnx
            configs:
            - config_name: latency
              default: true
              data_files:
              - split: train
                path: data/latency/*/*.parquet
            - config_name: suspect
              data_files:
              - split: train
                path: data/suspect/*/*.parquet
            - config_name: failures
              data_files:
              - split: train
                path: data/failures/*/*.parquet
            - config_name: samples
              data_files:
              - split: train
                path: data/samples/*/*.parquet
            - config_name: conditions
              data_files:
              - split: train
                path: data/conditions/*/*.parquet
            - config_name: canary
              data_files:
              - split: train
                path: data/canary/*/*.parquet
            - config_name: profiles
              data_files:
              - split: train
                path: data/profiles/*/*.parquet
            - config_name: architectures
              data_files:
              - split: train
                path: data/architectures.parquet
            - config_name: targets
              data_files:
              - split: train
                path: data/targets.parquet
            ---

            # LatBench 1.0.0

            """,
            card,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_every_config_finds_its_files()
    {
        using var lab = new Lab();
        lab.Add(Given.Measurement(Given.Live));

        var card = await CardAsync(lab);

        var paths = ConfigPath().Matches(card).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(6, paths.Count);
        Assert.All(paths, path => Assert.NotEqual(0L, DuckDb.Value($"SELECT count(*) FROM glob('{lab.PathOf("1.0.0")}/{path}')")));
    }

    [Fact]
    public async Task Write_says_what_is_in_it()
    {
        using var lab = Lab.WithEveryVerdict();

        var card = await CardAsync(lab);

        Assert.Contains("| Rows of the default table | 3 |\n| Raw samples, warm-up included | 24 |\n| Newest measurement | 2024-03-01 12:00:51 UTC |", card, StringComparison.Ordinal);
        Assert.Contains("| `architectures` | 15,625 | `data/architectures.parquet` |", card, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', card);
    }

    [GeneratedRegex("^    path: (.+)$", RegexOptions.Multiline)]
    private static partial Regex ConfigPath();

    private static async Task<string> CardAsync(Lab lab)
    {
        await lab.BuildAsync();
        return await File.ReadAllTextAsync(Path.Combine(lab.PathOf("1.0.0"), "README.md"), TestContext.Current.CancellationToken);
    }
}
