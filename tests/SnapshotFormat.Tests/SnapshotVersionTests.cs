using CsCheck;

namespace LatBench.SnapshotFormat.Tests;

public sealed class SnapshotVersionTests
{
    private static readonly Gen<SnapshotVersion> Versions =
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 40], Gen.Int[0, int.MaxValue - 1], (a, b, c) => new SnapshotVersion(a, b, c));

    [Fact]
    public void Parse_printed_version_round_trips() =>
        Versions.Sample(version => SnapshotVersion.Parse(version.ToString()) == version, seed: "0000KWiCJDu5");

    [Fact]
    public void Next_version_is_later() => Versions.Sample(
        version => version < version.NextPatch() && version.NextPatch() < version.NextMinor() && version.NextMinor() < version.NextMajor(),
        seed: "0000KWiCJDu5");

    [Theory]
    [InlineData("")]
    [InlineData("1.0")]
    [InlineData("v1.0.0")]
    [InlineData("1.0.0-beta")]
    [InlineData("01.0.0")]
    [InlineData("1.0.99999999999")]
    [InlineData("1.0.0\n")]
    [InlineData("../../etc")]
    [InlineData(null)]
    public void TryParse_other_text_is_false(string? text) => Assert.False(SnapshotVersion.TryParse(text, out _));

    [Fact]
    public void CompareTo_numbers_not_text() => Assert.True(SnapshotVersion.Parse("1.10.0") > SnapshotVersion.Parse("1.9.12"));

    [Fact]
    public void DirectoryName_holds_the_version() => Assert.Equal("latbench-1.2.3", SnapshotLayout.DirectoryName(new SnapshotVersion(1, 2, 3)));
}
