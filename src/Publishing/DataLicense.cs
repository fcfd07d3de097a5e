namespace LatBench.Publishing;

/// <summary>A licence that data can be published under.</summary>
public sealed record DataLicense
{
    private DataLicense(string spdx, string huggingFace, string title, string url) =>
        (Spdx, HuggingFace, Title, Url) = (spdx, huggingFace, title, url);

    /// <summary>No licence is granted.</summary>
    public static DataLicense Unstated { get; } = new("", "other", "no licence", "LICENSE");

    /// <summary>Every licence that can be chosen.</summary>
    public static IReadOnlyList<DataLicense> Known { get; } =
    [
        new("CC-BY-4.0", "cc-by-4.0", "Creative Commons Attribution 4.0 International", "https://creativecommons.org/licenses/by/4.0/legalcode"),
        new("CC-BY-SA-4.0", "cc-by-sa-4.0", "Creative Commons Attribution-ShareAlike 4.0 International", "https://creativecommons.org/licenses/by-sa/4.0/legalcode"),
        new("CC0-1.0", "cc0-1.0", "Creative Commons Zero 1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/legalcode"),
        new("ODbL-1.0", "odbl", "Open Data Commons Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
        new("ODC-By-1.0", "odc-by", "Open Data Commons Attribution License 1.0", "https://opendatacommons.org/licenses/by/1-0/"),
    ];

    /// <summary>Identifier in the SPDX list; empty for <see cref="Unstated"/>.</summary>
    public string Spdx { get; }

    /// <summary>Identifier on the Hugging Face hub.</summary>
    public string HuggingFace { get; }

    /// <summary>Full name.</summary>
    public string Title { get; }

    /// <summary>Gets the address of its text.</summary>
    public string Url { get; }

    /// <summary>Gets a value indicating whether a licence is granted at all.</summary>
    public bool IsStated => Spdx.Length > 0;

    /// <summary>The licence of an SPDX identifier, whatever its case; <see cref="Unstated"/> for an empty one; null where it is not known.</summary>
    public static DataLicense? Find(string spdx) => spdx.Length == 0
        ? Unstated
        : Known.FirstOrDefault(license => string.Equals(license.Spdx, spdx, StringComparison.OrdinalIgnoreCase));
}
