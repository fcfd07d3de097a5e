using LatBench.Publishing.Content;

namespace LatBench.Publishing.Packaging;

/// <summary>The file <c>LICENSE</c> of a snapshot: what its data may be used for.</summary>
internal static class LicenseFile
{
    public const string FileName = "LICENSE";

    private const string Software =
        """

        LatBench itself, the software that took and wrote the measurements, is under the Apache License 2.0. Nothing of the
        software is in this snapshot.

        """;

    public static string Write(PackageRequest package)
    {
        var publication = package.Publication;
        return ((publication.License.IsStated ? Granted(publication) : NotGranted) + Software + string.Concat(package.Content.Spaces.Select(Origin))).ReplaceLineEndings("\n");
    }

    private static string Origin(PublishedSpace published)
    {
        var paper = published.Space.Paper is { } one
            ? FormattableString.Invariant($"\n({string.Join(", ", one.Authors.Select(author => $"{author.GivenNames[0]}. {author.FamilyNames}"))}: {one.Title}, {one.Collection}, {one.Year})")
            : "";
        return $"\nThe architectures and their sizes in {published.Table.Path} are computed from the definition of {published.Space.Title}{paper}.\n";
    }

    private const string NotGranted =
        """
        The measurements in this snapshot belong to the people who took them. LatBench grants no licence for them: the
        publisher of the snapshot says under which terms it may be used.

        """;

    private static string Granted(Publication publication) =>
        $"""
        The measurements in this snapshot are published by {publication.Publisher ?? "those who took them"} under the licence

            {publication.License.Title}
            SPDX-License-Identifier: {publication.License.Spdx}

        Its text is at {publication.License.Url}

        """;
}
