namespace LatBench.Publishing.Packaging;

/// <summary>The file <c>LICENSE</c> of a snapshot: what its data may be used for.</summary>
internal static class LicenseFile
{
    public const string FileName = "LICENSE";

    private const string Origins =
        """

        LatBench itself, the software that took and wrote the measurements, is under the Apache License 2.0. Nothing of the
        software is in this snapshot.

        The architectures and their sizes in data/architectures.parquet are computed from the definition of NAS-Bench-201
        (X. Dong, Y. Yang: NAS-Bench-201: Extending the Scope of Reproducible Neural Architecture Search, ICLR 2020).

        """;

    public static string Write(Publication publication) => ((publication.License.IsStated ? Granted(publication) : NotGranted) + Origins).ReplaceLineEndings("\n");

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
