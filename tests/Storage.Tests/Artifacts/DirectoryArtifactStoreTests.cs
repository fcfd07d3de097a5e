using System.Text;
using LatBench.Storage.Artifacts;
using LatBench.TestKit;

namespace LatBench.Storage.Tests.Artifacts;

public sealed class DirectoryArtifactStoreTests : IDisposable
{
    private const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private readonly TempDirectory _directory = new();
    private readonly DirectoryArtifactStore _store;

    public DirectoryArtifactStoreTests() => _store = new DirectoryArtifactStore(_directory.PathOf("artifacts"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task PutAsync_stores_bytes_under_their_hash()
    {
        Assert.Null(await _store.FindSizeAsync(Abc, Token));
        Assert.Null(await _store.OpenAsync(Abc, Token));

        Assert.Equal(Abc, await _store.PutAsync("abc"u8.ToArray(), Token));
        Assert.Equal(Abc, await _store.PutAsync("abc"u8.ToArray(), Token));

        Assert.Equal(3, await _store.FindSizeAsync(Abc, Token));
        await using var stream = await _store.OpenAsync(Abc, Token);
        using var reader = new StreamReader(stream!, Encoding.ASCII);
        Assert.Equal("abc", await reader.ReadToEndAsync(Token));
        Assert.Equal([Abc], Directory.GetFiles(_directory.Directory, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Fact]
    public async Task ReadAsync_gives_a_part_and_null_where_there_is_none()
    {
        await _store.PutAsync("abc"u8.ToArray(), Token);

        Assert.Equal("bc"u8.ToArray(), await _store.ReadAsync(Abc, 1, 2, Token));
        Assert.Null(await _store.ReadAsync(Abc, 2, 2, Token));
        Assert.Null(await _store.ReadAsync(new string('0', 64), 0, 1, Token));
        Assert.Null(await _store.ReadAsync("../../etc/passwd", 0, 1, Token));
    }

    [Fact]
    public async Task DeleteAsync_removes_the_file_and_nothing_else()
    {
        await _store.PutAsync("abc"u8.ToArray(), Token);
        var other = await _store.PutAsync("abcd"u8.ToArray(), Token);

        Assert.True(await _store.DeleteAsync(Abc, Token));
        Assert.False(await _store.DeleteAsync(Abc, Token));
        Assert.False(await _store.DeleteAsync("../../etc/passwd", Token));

        Assert.Null(await _store.FindSizeAsync(Abc, Token));
        Assert.Equal(4, await _store.FindSizeAsync(other, Token));
        Assert.Equal(Abc, await _store.PutAsync("abc"u8.ToArray(), Token));
        Assert.Equal(3, await _store.FindSizeAsync(Abc, Token));
    }

    [Fact]
    public async Task PutFileAsync_stores_the_bytes_of_a_file()
    {
        var file = _directory.PathOf("file");
        await File.WriteAllTextAsync(file, "abc", Token);

        Assert.Equal(Abc, await _store.PutFileAsync(file, Token));
        Assert.Equal(Abc, await _store.PutFileAsync(file, Token));

        Assert.Equal(3, await _store.FindSizeAsync(Abc, Token));
        await using var stream = await _store.OpenAsync(Abc, Token);
        using var reader = new StreamReader(stream!, Encoding.ASCII);
        Assert.Equal("abc", await reader.ReadToEndAsync(Token));
    }

    [Fact]
    public async Task PutAsync_same_bytes_at_once_leaves_one_whole_file()
    {
        var bytes = new byte[100_000];

        var hashes = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => _store.PutAsync(bytes, Token), Token)));

        Assert.Single(hashes.Distinct());
        Assert.Equal(bytes.Length, await _store.FindSizeAsync(hashes[0], Token));
        Assert.Single(Directory.GetFiles(_directory.Directory, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a")]
    [InlineData("../7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n")]
    public async Task Find_what_is_no_hash_is_never_a_path(string name)
    {
        await _store.PutAsync("abc"u8.ToArray(), Token);

        Assert.Null(await _store.FindSizeAsync(name, Token));
        Assert.Null(await _store.OpenAsync(name, Token));
    }

    [Fact]
    public async Task PutAsync_unwritable_directory_says_so()
    {
        await File.WriteAllTextAsync(_directory.PathOf("file"), "", Token);
        var store = new DirectoryArtifactStore(_directory.PathOf("file/below"));

        var exception = await Assert.ThrowsAsync<StorageException>(() => store.PutAsync("abc"u8.ToArray(), Token));

        Assert.Contains($"cannot be written ({_directory.PathOf("file")} is a file", exception.Message, StringComparison.Ordinal);
        Assert.False(exception.IsTransient);
    }

    [Fact]
    public async Task Reading_what_is_no_file_says_so()
    {
        var sha256 = await _store.PutAsync("abc"u8.ToArray(), Token);
        var path = Assert.Single(Directory.GetFiles(_directory.Directory, sha256, SearchOption.AllDirectories));
        File.Delete(path);
        Directory.CreateDirectory(path);

        foreach (var exception in new[] { await Assert.ThrowsAsync<StorageException>(() => _store.OpenAsync(sha256, Token)), await Assert.ThrowsAsync<StorageException>(() => _store.ReadAsync(sha256, 0, 3, Token)) })
            Assert.Contains("cannot be read (", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PutAsync_directory_that_takes_nothing_says_why_and_leaves_nothing()
    {
        using var mounts = new MountedDirectories();

        foreach (var (directory, reason, full) in new[] { (mounts.ReadOnly, "its file system is read-only", false), (mounts.NoInodes, "its disk is full", true), (mounts.Full, "its disk is full", true) })
        {
            var exception = await Assert.ThrowsAsync<StorageException>(() => new DirectoryArtifactStore(directory).PutAsync(new byte[100_000], Token));

            Assert.Contains($"'{directory}' cannot be written ({reason}): ", exception.Message, StringComparison.Ordinal);
            Assert.Equal((full, full), (exception.IsFull, exception.IsTransient));
            Assert.DoesNotContain(Directory.GetFiles(directory, "*", SearchOption.AllDirectories), path => Path.GetFileName(path) is not ("there" or "filler"));
        }
    }
}
