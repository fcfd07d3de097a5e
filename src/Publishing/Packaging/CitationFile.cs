using System.Globalization;
using System.Text;
using System.Text.Json;
using LatBench.SearchSpaces;

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
        text.Append("keywords:\n  - latency\n  - benchmark\n  - neural architecture search\n").AppendJoin("", package.Content.Spaces.Select(published => $"  - {published.Space.Title}\n"));
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

            """.ReplaceLineEndings("\n"));
        foreach (var paper in package.Content.Spaces.Select(published => published.Space.Paper).OfType<SpacePaper>())
            Reference(paper);
        return text.ToString();

        void Reference(SpacePaper paper)
        {
            text.Append($"  - type: conference-paper\n    title: {Quoted(paper.Title)}\n    authors:\n");
            foreach (var author in paper.Authors)
                text.Append($"      - family-names: {author.FamilyNames}\n        given-names: {author.GivenNames}\n");
            text.Append(CultureInfo.InvariantCulture, $"    collection-title: {paper.Collection}\n    year: {paper.Year}\n");
        }

        void Line(string key, string value) => text.Append(key).Append(": ").Append(Quoted(value)).Append('\n');
    }

    // A double-quoted YAML scalar takes every escape that JSON writes.
    private static string Quoted(string value) => JsonSerializer.Serialize(value, CroissantFile.Relaxed);
}
