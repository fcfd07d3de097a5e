using LatBench.Measurements;
using LatBench.Models;
using LatBench.Publishing.Tests.Fakes;
using LatBench.Publishing.Versions;
using LatBench.SearchSpaces;
using LatBench.SnapshotFormat;
using LatBench.Storage.Artifacts;
using LatBench.Storage.Measurements;
using LatBench.TestKit;
using LatBench.TestKit.ToySpaces;

namespace LatBench.Publishing.Tests;

/// <summary>Measurements of several search spaces in one snapshot.</summary>
public sealed class SeveralSpacesTests
{
    private const string Toy = "conv>pool>skip";

    private const string SharingToy = "skip>conv>pool";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, 125L, 64L)]
    [InlineData(false, 3L, 3L)]
    public async Task Snapshot_of_two_spaces_has_one_latency_table_and_a_table_of_architectures_each(bool isListed, long architectures, long measurable)
    {
        using var lab = LabOf(isListed);
        AddBoth(lab);

        await lab.Builder.BuildAsync(new SnapshotRequest(), Token);

        var root = lab.PathOf("1.0.0");
        Assert.Equal(
            [["nas-bench-201", Given.Live, "334131", 1.0], ["toy", Toy, "conv-pool-skip", 2.0], ["toy", "depthwise>pool>conv", "depthwise-pool-conv", 3.0], ["toy", SharingToy, "skip-conv-pool", 2.0]],
            DuckDb.Query($"SELECT search_space, arch_str, arch_code, latency_ms FROM '{root}/data/latency/*/*.parquet' ORDER BY ALL"));
        Assert.Equal([15_625L], DuckDb.Query($"SELECT count(*) FROM '{root}/data/architectures.parquet'").Single());
        Assert.Equal(
            ["search_space VARCHAR", "arch_str VARCHAR", "arch_code VARCHAR", "effective_cell VARCHAR", "measurable BOOLEAN", "macs_small BIGINT", "params_small BIGINT", "macs_wide BIGINT", "params_wide BIGINT"],
            DuckDb.Columns($"{root}/data/architectures-toy.parquet"));
        Assert.Equal([architectures, measurable], DuckDb.Query($"SELECT count(*), count(*) FILTER (measurable) FROM '{root}/data/architectures-toy.parquet'").Single());
        Assert.Equal(
            [[Toy, Toy, 914L], [SharingToy, Toy, 914L]],
            DuckDb.Query($"SELECT arch_str, l.effective_cell, a.params_small FROM '{root}/data/latency/*/*.parquet' l JOIN '{root}/data/architectures-toy.parquet' a USING (search_space, arch_str) WHERE latency_ms = 2 ORDER BY 1"));
        Assert.True((await SnapshotVerifier.VerifyAsync(root, Token)).IsIntact);
    }

    [Fact]
    public async Task Files_of_users_have_a_table_of_their_own_and_their_space_is_onnx()
    {
        using var lab = new Lab().Add(Given.Measurement(Given.Live)).AddUploaded("net 'ü'.onnx", 2).AddUploaded(null, 3);

        await lab.BuildAsync();

        var root = lab.PathOf("1.0.0");
        Assert.Equal(
            [[new string('e', 64), null, null, null, null], [new string('f', 64), "net 'ü'.onnx", 6_000_000_000L, 5_000_000_000L, 7L]],
            DuckDb.Query($"SELECT arch_str, name, size_bytes, parameters, macs FROM '{root}/data/models.parquet' ORDER BY 1"));
        Assert.Equal(["ai.onnx 17; com.microsoft 1", "MatMul 2"], DuckDb.Query($"SELECT operator_sets, operators FROM '{root}/data/models.parquet' WHERE name IS NOT NULL").Single());
        Assert.Equal(
            [[2.0, "onnx", "x=float32[1,3] uniform -1 1", "ffffffffffffffff"], [3.0, "onnx", "x=float32[1,3] uniform -1 1", "eeeeeeeeeeeeeeee"]],
            DuckDb.Query($"SELECT latency_ms, search_space, dataset, arch_code FROM '{root}/data/latency/*/*.parquet' WHERE search_space = 'onnx' ORDER BY 1"));
        var card = await File.ReadAllTextAsync(Path.Combine(root, "README.md"), Token);
        Assert.Contains("| Search spaces | NAS-Bench-201, Uploaded models |", card, StringComparison.Ordinal);
        Assert.True((await SnapshotVerifier.VerifyAsync(root, Token)).IsIntact);
    }

    [Fact]
    public async Task Files_of_users_are_published_where_that_is_asked_for()
    {
        using var directory = new TempDirectory();
        var artifacts = new DirectoryArtifactStore(directory.PathOf("artifacts"));
        using var lab = new Lab().AddUploaded("net.onnx", 2).AddUploaded(null, 3);
        lab.Source.UploadedModels[0] = lab.Source.UploadedModels[0] with
        {
            GraphSha256 = await artifacts.PutAsync("the graph"u8.ToArray(), Token),
            WeightsSha256 = await artifacts.PutAsync("the weights"u8.ToArray(), Token),
            WeightsFileName = "onnx-0.weights",
        };
        await lab.BuildAsync();

        var build = await lab.Builder.BuildAsync(new SnapshotRequest { ModelFiles = artifacts }, Token);

        var root = lab.PathOf(build.Snapshot.Version);
        Assert.Equal("the graph", await File.ReadAllTextAsync(Path.Combine(root, "models", $"{new string('f', 64)}.onnx"), Token));
        Assert.Equal("the weights", await File.ReadAllTextAsync(Path.Combine(root, "models", "onnx-0.weights"), Token));
        var verified = await SnapshotVerifier.VerifyAsync(root, Token);
        Assert.True(verified.IsIntact);
        Assert.Equal(2, verified.Manifest!.Files.Count(file => file.Path.StartsWith("models/", StringComparison.Ordinal)));
        Assert.Equal("with=model-files", verified.Manifest.Selection);
        Assert.Contains("The folder `models` has the ONNX files of 1 uploaded model, each", await File.ReadAllTextAsync(Path.Combine(root, "README.md"), Token), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(lab.PathOf("1.0.0"), "models")));
        Assert.False((await lab.Builder.BuildAsync(new SnapshotRequest { ModelFiles = artifacts }, Token)).Created);

        await File.WriteAllTextAsync(Path.Combine(root, "models", "onnx-0.weights"), "others", Token);
        Assert.Equal("models/onnx-0.weights", Assert.Single((await SnapshotVerifier.VerifyAsync(root, Token)).Problems).Path);
    }

    [Fact]
    public async Task Files_of_users_that_are_not_there_are_told()
    {
        using var directory = new TempDirectory();
        var request = new SnapshotRequest { ModelFiles = new DirectoryArtifactStore(directory.PathOf("artifacts")) };
        using var lost = new Lab().AddUploaded("net.onnx", 2);
        using var none = new Lab().Add(Given.Measurement(Given.Live));

        Assert.Equal(
            "The file of the model net.onnx is not among the artefacts any more: restore them, or publish without the files of models.",
            (await Assert.ThrowsAsync<SnapshotRefusedException>(() => lost.Builder.BuildAsync(request, Token))).Message);
        Assert.Equal(
            "None of the published measurements is of an uploaded model: publish without the files of models.",
            (await Assert.ThrowsAsync<SnapshotRefusedException>(() => none.Builder.BuildAsync(request, Token))).Message);
    }

    [Fact]
    public async Task Snapshot_of_files_alone_has_no_table_of_architectures()
    {
        using var lab = new Lab().AddUploaded("net.onnx", 2);

        await lab.BuildAsync();

        Assert.False(File.Exists(Path.Combine(lab.PathOf("1.0.0"), "data", "architectures.parquet")));
        Assert.Contains("| Search spaces | Uploaded models |", await File.ReadAllTextAsync(Path.Combine(lab.PathOf("1.0.0"), "README.md"), Token), StringComparison.Ordinal);
        Assert.True((await SnapshotVerifier.VerifyAsync(lab.PathOf("1.0.0"), Token)).IsIntact);
    }

    [Fact]
    public async Task Every_table_that_names_an_architecture_says_its_space()
    {
        using var lab = LabOf(isListed: true);
        AddBoth(lab);
        lab.Add(ToyMeasurement("conv>conv>conv", 4) with { Verdict = Verdict.Suspect, Suspicions = ["hot"] });
        lab.Add(ToyMeasurement("pool>pool>pool", 5) with { Verdict = Verdict.Failed, FailureReason = FailureReason.TimedOut, Summary = null });
        lab.Add(ToyMeasurement(Toy, 2.5) with { Id = 99, CampaignId = 2 });

        await lab.Builder.BuildAsync(new SnapshotRequest { Selection = new PublicationSelection([1], []), RepeatCampaignId = 2, Predictions = new ToyPredictions() }, Token);

        foreach (var table in new[] { "suspect", "failures", "repeats", "predictions" })
            Assert.Equal("toy", DuckDb.Value($"SELECT DISTINCT search_space FROM '{lab.PathOf("1.0.0")}/data/{table}/*/*.parquet'"));
        Assert.Equal(
            [[Toy, "conv-pool-skip", true]],
            DuckDb.Query($"SELECT arch_str, arch_code, measured FROM '{lab.PathOf("1.0.0")}/data/predictions/*/*.parquet'"));
    }

    [Fact]
    public async Task Predictions_of_a_space_that_cannot_be_listed_are_asked_for_what_any_target_measured()
    {
        using var lab = LabOf(isListed: false);
        AddBoth(lab);
        lab.Add(ToyMeasurement("conv>conv>conv", 4) with { Target = "another/ort-1.31.1/cpu/t1" });
        var predictions = new ToyPredictions();

        await lab.Builder.BuildAsync(new SnapshotRequest { Predictions = predictions }, Token);

        Assert.Equal(["conv>conv>conv", Toy, "depthwise>pool>conv", SharingToy], predictions.Measured["toy"].Select(architecture => architecture.Text).Order(StringComparer.Ordinal));
        Assert.Equal([Given.Live], predictions.Measured["nas-bench-201"].Select(architecture => architecture.Text));
    }

    [Fact]
    public async Task Snapshot_without_measurements_of_a_space_has_no_table_of_its_architectures()
    {
        using var lab = LabOf(isListed: true);
        lab.Add(ToyMeasurement(Toy, 2));

        await lab.Builder.BuildAsync(new SnapshotRequest(), Token);

        var root = lab.PathOf("1.0.0");
        Assert.Equal(["architectures-toy.parquet", "targets.parquet"], Directory.GetFiles($"{root}/data").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var manifest = SnapshotManifestJson.TryRead(await File.ReadAllBytesAsync($"{root}/{SnapshotLayout.ManifestFile}", Token))!;
        Assert.Equal(["latency", "samples", "conditions", "canary", "architectures-toy", "targets"], manifest.Tables.Select(table => table.Name));
        foreach (var file in new[] { "README.md", "DATASHEET.md", "CITATION.cff", "LICENSE", "croissant.json", "schema.json" })
        {
            var text = await File.ReadAllTextAsync($"{root}/{file}", Token);
            Assert.DoesNotContain("15,625", text, StringComparison.Ordinal);
            Assert.DoesNotContain("architectures.parquet", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Texts_are_true_of_every_space()
    {
        using var lab = LabOf(isListed: false);
        AddBoth(lab);

        await lab.Builder.BuildAsync(new SnapshotRequest(), Token);

        var root = lab.PathOf("1.0.0");
        var card = await File.ReadAllTextAsync($"{root}/README.md", Token);
        Assert.Contains("- nas-bench-201\n- toy\n", card, StringComparison.Ordinal);
        Assert.Contains("| Search spaces | NAS-Bench-201, Toy |", card, StringComparison.Ordinal);
        Assert.Contains("config_name: architectures-toy\n", card, StringComparison.Ordinal);
        Assert.Contains("#### NAS-Bench-201, cifar100", card, StringComparison.Ordinal);
        Assert.Contains("#### Toy, small", card, StringComparison.Ordinal);
        var datasheet = await File.ReadAllTextAsync($"{root}/DATASHEET.md", Token);
        Assert.Contains("NAS-Bench-201 has 15,625 architectures; 15,284 of them have a network to measure, 9,444 different ones. `architectures` has all of them, measured or not. Toy has more architectures than can be listed; `architectures-toy` has the 3 of them that have a row in another table.", datasheet, StringComparison.Ordinal);
        Assert.Contains("  - NAS-Bench-201\n  - Toy\nreferences:\n", await File.ReadAllTextAsync($"{root}/CITATION.cff", Token), StringComparison.Ordinal);
        var license = await File.ReadAllTextAsync($"{root}/LICENSE", Token);
        Assert.Contains("in data/architectures.parquet are computed from the definition of NAS-Bench-201\n(X. Dong, Y. Yang: ", license, StringComparison.Ordinal);
        Assert.Contains("in data/architectures-toy.parquet are computed from the definition of Toy.\n", license, StringComparison.Ordinal);
        var croissant = await File.ReadAllTextAsync($"{root}/croissant.json", Token);
        Assert.Contains("\"data/architectures-toy.parquet\"", croissant, StringComparison.Ordinal);
        Assert.DoesNotContain("\"references\": {\n            \"@id\": \"architectures/arch_str\"", croissant, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Space_that_is_added_later_is_an_addition()
    {
        using var lab = LabOf(isListed: true);
        lab.Add(Given.Measurement(Given.Live));
        await lab.Builder.BuildAsync(new SnapshotRequest(), Token);
        lab.Add(ToyMeasurement(Toy, 2));

        var second = await lab.Builder.BuildAsync(new SnapshotRequest(), Token);

        Assert.Equal("1.1.0", second.Snapshot.Version);
        var delta = await SnapshotComparison.CompareAsync(lab.PathOf("1.0.0"), lab.PathOf("1.1.0"), Token);
        Assert.Equal((SnapshotChange.Added, 1L, 0L), (delta.Change, Assert.Single(delta.Targets).Rows.Added, delta.Targets[0].Rows.Changed));
        Assert.Contains("architectures-toy", delta.Tables);
        Assert.DoesNotContain("architectures", delta.Tables);
    }

    [Fact]
    public async Task Space_that_is_not_registered_is_refused_in_one_sentence()
    {
        using var lab = new Lab();
        lab.Add(ToyMeasurement(Toy, 2));

        var refusal = await Assert.ThrowsAsync<SnapshotRefusedException>(() => lab.Builder.BuildAsync(new SnapshotRequest(), Token));

        Assert.Equal("The selection has measurements of the search space 'toy', which this version of LatBench does not know: name campaigns without them, or use the version that took them.", refusal.Message);
    }

    private static Lab LabOf(bool isListed) => new() { Spaces = new SearchSpaceRegistry([.. SearchSpaceRegistry.BuiltIn.Spaces.Where(space => space.Name == "nas-bench-201"), new ToySpace(isListed)]) };

    private static void AddBoth(Lab lab)
    {
        lab.Add(Given.Measurement(Given.Live));
        lab.Add(ToyMeasurement(Toy, 2), SharingToy);
        lab.Add(ToyMeasurement("depthwise>pool>conv", 3));
    }

    private static Measurement ToyMeasurement(string architecture, double milliseconds)
    {
        var measurement = Given.Measurement(Given.Live, milliseconds);
        return measurement with
        {
            Model = measurement.Model with
            {
                Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes("toy" + architecture))),
                SearchSpace = "toy",
                CanonicalArchitecture = architecture,
                Architecture = architecture,
                Configuration = new ModelConfiguration { Input = "small" },
            },
        };
    }

    private sealed class ToyPredictions : IPredictionSource
    {
        public IReadOnlyDictionary<string, IReadOnlyCollection<Architecture>> Measured { get; private set; } = new Dictionary<string, IReadOnlyCollection<Architecture>>();

        public Task<IReadOnlyList<PublishedPredictions>> ListAsync(string target, IReadOnlyDictionary<string, IReadOnlyCollection<Architecture>> measured, CancellationToken cancellationToken)
        {
            Measured = measured;
            return Task.FromResult<IReadOnlyList<PublishedPredictions>>(
            [
                new PublishedPredictions
                {
                    Version = 1,
                    Trainer = "latbench",
                    Labels = 3,
                    Sha256 = MadeUpPredictions.Sha256,
                    Configuration = new ModelConfiguration { Input = "small" },
                    Predictions = [new(new Architecture("toy", Toy), Latency.FromMilliseconds(2), Latency.FromMilliseconds(1), Latency.FromMilliseconds(3))],
                },
            ]);
        }
    }
}
