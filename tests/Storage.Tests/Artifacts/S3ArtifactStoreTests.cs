using System.Text;
using LatBench.Contracts.Transport;
using LatBench.Storage.Artifacts;
using LatBench.TestKit;

namespace LatBench.Storage.Tests.Artifacts;

/// <summary>Against a real server, over a real socket.</summary>
public sealed class S3ArtifactStoreTests
{
    private const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PutAsync_stores_bytes_under_their_hash()
    {
        using var store = Open();
        Assert.Null(await store.FindSizeAsync(Abc, Token));
        Assert.Null(await store.OpenAsync(Abc, Token));

        Assert.Equal(Abc, await store.PutAsync("abc"u8.ToArray(), Token));
        Assert.Equal(Abc, await store.PutAsync("abc"u8.ToArray(), Token));

        Assert.Equal(3, await store.FindSizeAsync(Abc, Token));
        using var reader = new StreamReader((await store.OpenAsync(Abc, Token))!, Encoding.ASCII);
        Assert.Equal("abc", await reader.ReadToEndAsync(Token));
    }

    [Fact]
    public async Task PutAsync_megabytes_come_back_as_they_were()
    {
        using var store = Open();
        var bytes = new byte[3_000_001];
        new Random(1).NextBytes(bytes);

        var sha256 = await store.PutAsync(bytes, Token);

        await using var stream = await store.OpenAsync(sha256, Token);
        var back = new MemoryStream();
        await stream!.CopyToAsync(back, Token);
        Assert.Equal(bytes, back.ToArray());
        Assert.Equal(bytes[1_000_000..1_000_777], await store.ReadAsync(sha256, 1_000_000, 777, Token));
        Assert.Null(await store.ReadAsync(new string('0', 64), 0, 777, Token));
        Assert.Null(await store.ReadAsync(sha256, bytes.Length - 1, 777, Token));
        Assert.Null(await store.ReadAsync(sha256, bytes.Length + 1, 777, Token));
    }

    [Fact]
    public async Task DeleteAsync_removes_the_object_and_nothing_else()
    {
        using var store = Open();
        await store.PutAsync("abc"u8.ToArray(), Token);
        var other = await store.PutAsync("abcd"u8.ToArray(), Token);

        Assert.True(await store.DeleteAsync(Abc, Token));
        Assert.False(await store.DeleteAsync(Abc, Token));
        Assert.False(await store.DeleteAsync("../" + Abc[3..], Token));

        Assert.Null(await store.FindSizeAsync(Abc, Token));
        Assert.Equal(4, await store.FindSizeAsync(other, Token));
        Assert.Equal(Abc, await store.PutAsync("abc"u8.ToArray(), Token));
        Assert.Equal(3, await store.FindSizeAsync(Abc, Token));
    }

    [Fact]
    public async Task PutFileAsync_stores_the_bytes_of_a_file()
    {
        using var store = Open();
        using var directory = new TempDirectory();
        await File.WriteAllTextAsync(directory.PathOf("file"), "abc", Token);

        Assert.Equal(Abc, await store.PutFileAsync(directory.PathOf("file"), Token));
        Assert.Equal(Abc, await store.PutFileAsync(directory.PathOf("file"), Token));

        using var reader = new StreamReader((await store.OpenAsync(Abc, Token))!, Encoding.ASCII);
        Assert.Equal("abc", await reader.ReadToEndAsync(Token));
    }

    [Fact]
    public async Task Find_another_prefix_is_another_store()
    {
        using var store = Open();
        using var other = Open();
        await store.PutAsync("abc"u8.ToArray(), Token);

        Assert.Null(await other.FindSizeAsync(Abc, Token));
        Assert.Null(await store.FindSizeAsync("../" + Abc[3..], Token));
    }

    [Fact]
    public async Task CheckAsync_bucket_that_is_not_there_is_told()
    {
        S3Server.UseOrSkip();
        using var store = new S3ArtifactStore(new S3Location("no-such-bucket", ""), () => HttpConnections.CreateClient());

        var exception = await Assert.ThrowsAsync<StorageException>(() => store.CheckAsync(Token));

        Assert.Contains("no-such-bucket", exception.Message, StringComparison.Ordinal);
        Assert.False(exception.IsTransient);
        Assert.False((await Assert.ThrowsAsync<StorageException>(() => store.PutAsync("abc"u8.ToArray(), Token))).IsTransient);
    }

    [Fact]
    public async Task CheckAsync_server_that_does_not_answer_may_answer_later()
    {
        S3Server.UseOrSkip();
        var address = Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_S3");
        // No process listens on port 1.
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1");
        using var store = new S3ArtifactStore(new S3Location(S3Server.Bucket, ""), () => HttpConnections.CreateClient());
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_S3", address);

        var exception = await Assert.ThrowsAsync<StorageException>(() => store.CheckAsync(Token));

        Assert.True(exception.IsTransient, exception.Message);
        Assert.StartsWith("s3://latbench cannot be re", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3://latbench", "latbench", "", "s3://latbench")]
    [InlineData("s3://lat.bench-1/", "lat.bench-1", "", "s3://lat.bench-1")]
    [InlineData("s3://latbench/lab/one/", "latbench", "lab/one/", "s3://latbench/lab/one")]
    public void TryParse_reads_bucket_and_prefix(string text, string bucket, string prefix, string written)
    {
        Assert.True(S3Location.TryParse(text, out var location));
        Assert.Equal((bucket, prefix, written), (location.Bucket, location.Prefix, location.ToString()));
    }

    [Theory]
    [InlineData("latbench")]
    [InlineData("s3://")]
    [InlineData("s3://ab")]
    [InlineData("s3://Latbench")]
    [InlineData("s3://lat_bench/x")]
    [InlineData("s3://latbench/a?b")]
    [InlineData("http://latbench")]
    public void TryParse_refuses_what_is_none(string text) => Assert.False(S3Location.TryParse(text, out _));

    /// <summary>A prefix of its own for every test.</summary>
    private static S3ArtifactStore Open()
    {
        S3Server.UseOrSkip();
        return new S3ArtifactStore(new S3Location(S3Server.Bucket, Guid.NewGuid().ToString("N") + "/"), () => HttpConnections.CreateClient());
    }
}
