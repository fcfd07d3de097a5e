using System.Text;
using System.Text.Json;

namespace LatBench.Publishing.Packaging;

/// <summary>The file <c>CITATION.cff</c>, Citation File Format 1.2.0.</summary>
internal static class CitationFile
{
    public const string FileName = "CITATION.cff";

    public static string Write(PackageRequest package)
    {
        var text = new StringBuilder();
        Line("cff-version", "1.2.0");
        Line("type", "dataset");
        Line("title", $"{package.Title}: latencies of neural networks measured on devices");
        Line("message", "If you use this dataset, please cite it as below, with its version.");
        Line("version", package.Version.ToString());
        if (package.Date is { } date)
            Line("date-released", date);
        if (package.Publication.License.IsStated)
            Line("license", package.Publication.License.Spdx);
        if (package.Publication.Url is { } url)
            Line("url", url);
        text.Append("authors:\n  - name: ").Append(Quoted(package.Creator)).Append('\n');
        text.Append("keywords:\n  - latency\n  - benchmark\n  - neural architecture search\n  - NAS-Bench-201\n");
        text.Append(
            """
            references:
              - type: conference-paper
                title: "BRP-NAS: Prediction-based NAS using GCNs"
                authors:
                  - family-names: Dudziak
                    given-names: Łukasz
                  - family-names: Chau
                    given-names: Thomas
                  - family-names: Abdelfattah
                    given-names: Mohamed S.
                  - family-names: Lee
                    given-names: Royson
                  - family-names: Kim
                    given-names: Hyeji
                  - family-names: Lane
                    given-names: Nicholas D.
                collection-title: Advances in Neural Information Processing Systems 33
                year: 2020
              - type: conference-paper
                title: "NAS-Bench-201: Extending the Scope of Reproducible Neural Architecture Search"
                authors:
                  - family-names: Dong
                    given-names: Xuanyi
                  - family-names: Yang
                    given-names: Yi
                collection-title: International Conference on Learning Representations
                year: 2020

            """.ReplaceLineEndings("\n"));
        return text.ToString();

        void Line(string key, string value) => text.Append(key).Append(": ").Append(Quoted(value)).Append('\n');
    }

    // A double-quoted YAML scalar takes every escape that JSON writes.
    private static string Quoted(string value) => JsonSerializer.Serialize(value, CroissantFile.Relaxed);
}
