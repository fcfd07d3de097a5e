using LatBench.Publishing.Content;
using LatBench.Publishing.Tables;

namespace LatBench.Publishing.Packaging;

/// <summary>The <c>README.md</c> of a snapshot: a Hugging Face dataset card whose configs are the tables.</summary>
internal static class DatasetCard
{
    private const string Predicted = """
        - Rows of `predictions` were computed by a predictor and not measured. Their columns have names of their own, so that no query takes them for latencies by accident;
          `interval90_low_ms` and `interval90_high_ms` are to hold nine of ten measurements.

        """;

    public static string Write(PackageRequest package)
    {
        var (version, selection, content) = (package.Version, package.Selection, package.Content);
        var rows = content.RowsOf(MeasurementTables.Latency);
        Table[] tables = [.. content.Tables.Where(content.Has)];
        return $"""
            ---
            pretty_name: LatBench
            {License(package.Publication.License)}
            annotations_creators:
            - machine-generated
            source_datasets:
            - original
            task_categories:
            - tabular-regression
            size_categories:
            - {SizeCategory(rows)}
            tags:
            - latency
            - benchmark
            - neural-architecture-search
            {string.Concat(content.Spaces.Select(published => $"- {published.Space.Name}\n"))}- onnx
            configs:
            {string.Join('\n', tables.Select(Config))}
            ---

            # LatBench {version}

            Latency of neural networks, measured on real devices by LatBench: every raw sample, the conditions it
            was taken in, and what failed.

            | | |
            |---|---|
            | Version | {version} |
            | Selection | {selection} |
            | Search spaces | {string.Join(", ", content.SpaceTitles)} |
            | Rows of the default table | {Number(rows)} |
            | Raw samples, warm-up included | {Number(content.RowsOf(PassTables.Samples))} |
            | Newest measurement | {NewestMeasurement(content)} |
            | Licence of the data | {package.Publication.License.Title}, see `LICENSE` |
            | Published by | {package.Creator} |

            ## How far the numbers can be trusted

            Computed from this data when it was published; every model counts once.

            {CardFigures.Write(content.Figures, package.Publication.Tables).TrimEnd()}

            ## Read it

            ```python
            import pandas as pd
            latency = pd.read_parquet("data/latency")
            samples = pd.read_parquet("data/samples")
            ```

            ```sql
            SELECT target, arch_str, latency_ms FROM read_parquet('data/latency/*/*.parquet') ORDER BY latency_ms LIMIT 10;  -- DuckDB
            ```

            ```python
            from datasets import load_dataset
            latency = load_dataset(".", split="train")             # the default config, latency
            samples = load_dataset(".", "samples", split="train")
            ```

            `DATASHEET.md` answers the usual questions about a dataset, `CITATION.cff` says how to cite this one, `croissant.json` describes it for programs
            (Croissant 1.1), `CHANGELOG.md` says what became of the rows, version by version. `sha256sum --check SHA256SUMS` tells whether a file was changed.

            ## Tables

            | config | rows | files | one row is |
            |---|---|---|---|
            {string.Join('\n', tables.Select(table => Row(table, content)))}

            `schema.json` gives every column with type, unit and meaning. Units are in the names (`_ms`, `_ns`, `_bytes`); times are UTC, in
            microseconds. The directory of a target is its slug with `~` for `/`; the column `target` in the files has the slug itself.{(content.ModelFiles > 0 ? Files(content.ModelFiles) : "")}

            ## What the numbers mean

            - `latency_ms` is the quiet latency: the 5th percentile of the samples of the passes that had the core to themselves (`quiet` in `samples`),
              each multiplied by its `clock_correction`, which brings it to one clock of the core. `ci95_low_ms` and `ci95_high_ms` are its 95 %
              interval, from a bootstrap over passes. `median_ms` is what an average moment on the same machine gave, and `contention` how much
              longer that was. None of them is a bound on the slowest inference.
            - Architectures with the same canonical form (`effective_cell`) compute the same function and share one model: their rows have the same `model_sha256` and
              the same figures, and `measured_arch` names the architecture whose graph was measured. They are not independent measurements.
            - Only measurements with the verdict `valid` are in the default table. The others are in `suspect` and `failures`, where there are any.
            - The weights of the models are synthetic: the networks are not trained, and their outputs mean nothing.
            {(content.Has(PredictionTable.Instance) ? Predicted : "")}
            """.ReplaceLineEndings("\n");
    }

    private static string Files(int models) => FormattableString.Invariant(
        $"""


        The folder `models` has the ONNX files of {models} uploaded model{(models == 1 ? "" : "s")}, each with the name `arch_str`.onnx; large tensors are in the files of weights beside them, which they refer to as external data.
        """);

    private static string License(DataLicense license) => license.IsStated
        ? $"license: {license.HuggingFace}"
        : "license: other\nlicense_name: see-license\nlicense_link: LICENSE";

    private static string Config(Table table) =>
        $"""
        - config_name: {table.Name}
        {(table == MeasurementTables.Latency ? "  default: true\n" : "")}  data_files:
          - split: train
            path: {table.Path}
        """;

    private static string Row(Table table, SnapshotContent content) =>
        $"| `{table.Name}` | {Number(content.RowsOf(table))} | `{table.Path}` | {table.Description} |";

    private static string Number(long value) => FormattableString.Invariant($"{value:N0}");

    private static string NewestMeasurement(SnapshotContent content) =>
        content.NewestMeasuredAt is { } time ? FormattableString.Invariant($"{time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC") : "none";

    private static string SizeCategory(long rows) => rows switch
    {
        < 1_000 => "n<1K",
        < 10_000 => "1K<n<10K",
        < 100_000 => "10K<n<100K",
        < 1_000_000 => "100K<n<1M",
        _ => "1M<n<10M",
    };
}
