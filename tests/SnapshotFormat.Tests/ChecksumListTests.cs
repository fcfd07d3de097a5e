using System.Diagnostics;
using System.Text;
using LatBench.TestKit;

namespace LatBench.SnapshotFormat.Tests;

public sealed class ChecksumListTests
{
    private static readonly string Zeros = new('0', 64);

    [Fact]
    public void Write_gives_the_format_of_sha256sum_ordered_by_path()
    {
        var bytes = ChecksumList.Write([("data/b", Zeros), ("README.md", Zeros), ("data/a b", Zeros)]);
        Assert.Equal($"{Zeros}  README.md\n{Zeros}  data/a b\n{Zeros}  data/b\n", Encoding.UTF8.GetString(bytes));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/x")]
    [InlineData("a//b")]
    [InlineData("a\nb")]
    [InlineData("")]
    public void Write_hostile_path_is_refused(string path) =>
        Assert.Throws<ArgumentException>(() => ChecksumList.Write([(path, Zeros)]));

    [Fact]
    public void Write_path_twice_is_refused() =>
        Assert.Throws<ArgumentException>(() => ChecksumList.Write([("a", Zeros), ("a", Zeros)]));

    [Fact]
    public void TryRead_written_list_round_trips()
    {
        Assert.True(ChecksumList.TryRead(ChecksumList.Write([("b", Zeros), ("a", Zeros)]), out var read, out _));
        Assert.Equal(["a", "b"], read.Keys);
    }

    [Theory]
    [InlineData("xyz  a\n", "line 1")]
    [InlineData("{0} *a\n", "line 1")]
    [InlineData("{0}  a\n{0}  a\n", "second time")]
    [InlineData("{0}  a", "line feed")]
    public void TryRead_other_form_says_where(string text, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text.Replace("{0}", Zeros, StringComparison.Ordinal));
        Assert.False(ChecksumList.TryRead(bytes, out _, out var fault));
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteFileAsync_list_is_accepted_by_sha256sum()
    {
        Needed.OrSkip(File.Exists("/usr/bin/sha256sum") ? null : "There is no /usr/bin/sha256sum to check the list with: install coreutils.");
        using var snapshot = await SnapshotFixture.CreateAsync();
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/sha256sum", ["--check", "--strict", "SHA256SUMS"])
        {
            WorkingDirectory = snapshot.Root,
            RedirectStandardOutput = true,
        })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }
}
