using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.Util;

namespace LatBench.Storage.Artifacts;

/// <summary>
/// Artefacts as objects of an S3 bucket, named by their SHA-256 below a prefix, so that every coordinator over one database finds them. Credentials, region and
/// endpoint are those that the AWS SDK finds: <c>AWS_ACCESS_KEY_ID</c>, <c>AWS_SECRET_ACCESS_KEY</c>, <c>AWS_REGION</c>, <c>AWS_ENDPOINT_URL_S3</c>, or a role.
/// </summary>
public sealed class S3ArtifactStore : IArtifactStore, IDisposable
{
    private readonly S3Location _location;
    private readonly AmazonS3Client _client;

    // The metadata of a virtual machine are on a link of its own, which no proxy reaches.
    static S3ArtifactStore() => EC2InstanceMetadata.Proxy = new WebProxy();

    /// <summary>Uses a bucket, which is there already.</summary>
    /// <param name="location">The bucket and the prefix.</param>
    /// <param name="createClient">Makes the HTTP client for the bucket; it must not follow redirects.</param>
    /// <exception cref="StorageException">The SDK finds neither region nor endpoint.</exception>
    public S3ArtifactStore(S3Location location, Func<HttpClient> createClient)
    {
        _location = location;
        try
        {
            _client = new AmazonS3Client(new AmazonS3Config
            {
                HttpClientFactory = new ClientFactory(createClient),
                // Servers other than Amazon's know a bucket by its path only.
                ForcePathStyle = HasOwnEndpoint,
                // They do not know the checksums that the SDK adds where it may, either.
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            });
        }
        catch (AmazonClientException exception)
        {
            throw new StorageException($"{location} cannot be used ({exception.Message.TrimEnd('.')}): set AWS_REGION, or AWS_ENDPOINT_URL_S3 for a server of your own.", isTransient: false, exception);
        }
    }

    private static bool HasOwnEndpoint =>
        Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_S3") is { Length: > 0 } || Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL") is { Length: > 0 };

    /// <summary>Checks that the bucket can be used, once and before it is needed.</summary>
    /// <exception cref="StorageException">It is not there, not reachable or not to be read.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = _location.Bucket, Prefix = _location.Prefix, MaxKeys = 1 };
        if (await GuardAsync(() => _client.ListObjectsV2Async(request, cancellationToken), "read").ConfigureAwait(false) is null)
            throw new StorageException($"There is no bucket {_location.Bucket}: create it, or name another with --artifacts.", isTransient: false);
    }

    /// <inheritdoc/>
    /// <exception cref="StorageException">The bucket cannot be reached or written.</exception>
    public async Task<string> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        return await PutAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="StorageException">The bucket cannot be reached or written.</exception>
    public async Task<string> PutFileAsync(string path, CancellationToken cancellationToken)
    {
        var stream = new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        await using var _ = stream.ConfigureAwait(false);
        return await PutAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="StorageException">The bucket cannot be reached or read.</exception>
    public async Task<long?> FindSizeAsync(string sha256, CancellationToken cancellationToken)
    {
        if (!ArtifactName.IsSha256(sha256))
            return null;
        var found = await GuardAsync(() => _client.GetObjectMetadataAsync(_location.Bucket, KeyOf(sha256), cancellationToken), "read").ConfigureAwait(false);
        return found?.ContentLength;
    }

    /// <inheritdoc/>
    /// <exception cref="StorageException">The bucket cannot be reached or read.</exception>
    public async Task<Stream?> OpenAsync(string sha256, CancellationToken cancellationToken)
    {
        if (!ArtifactName.IsSha256(sha256))
            return null;
        var found = await GuardAsync(() => _client.GetObjectAsync(_location.Bucket, KeyOf(sha256), cancellationToken), "read").ConfigureAwait(false);
        return found?.ResponseStream;
    }

    /// <inheritdoc/>
    /// <exception cref="StorageException">The bucket cannot be reached or read.</exception>
    public async Task<byte[]?> ReadAsync(string sha256, long offset, int length, CancellationToken cancellationToken)
    {
        if (!ArtifactName.IsSha256(sha256))
            return null;
        var request = new GetObjectRequest { BucketName = _location.Bucket, Key = KeyOf(sha256), ByteRange = new ByteRange(offset, offset + length - 1) };
        var content = new byte[length];
        return await GuardAsync(ReadAllAsync, "read").ConfigureAwait(false);

        async Task<byte[]?> ReadAllAsync()
        {
            using var found = await _client.GetObjectAsync(request, cancellationToken).ConfigureAwait(false);
            return await found.ResponseStream.ReadAtLeastAsync(content, length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) == length ? content : null;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="StorageException">The bucket cannot be reached or written.</exception>
    public async Task<bool> DeleteAsync(string sha256, CancellationToken cancellationToken)
    {
        // The answer of a bucket does not say whether there was such an object.
        if (await FindSizeAsync(sha256, cancellationToken).ConfigureAwait(false) is null)
            return false;
        await GuardAsync(() => _client.DeleteObjectAsync(_location.Bucket, KeyOf(sha256), cancellationToken), "written").ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private string KeyOf(string sha256) => _location.Prefix + sha256;

    private async Task<string> PutAsync(Stream stream, CancellationToken cancellationToken)
    {
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
        if (await FindSizeAsync(sha256, cancellationToken).ConfigureAwait(false) == stream.Length)
            return sha256;
        stream.Position = 0;
        var request = new PutObjectRequest
        {
            BucketName = _location.Bucket,
            Key = KeyOf(sha256),
            InputStream = stream,
            AutoCloseStream = false,
            // Some servers store the framing of chunks as content.
            UseChunkEncoding = false,
        };
        await GuardAsync(() => _client.PutObjectAsync(request, cancellationToken), "written").ConfigureAwait(false);
        return sha256;
    }

    /// <summary>Null where there is no such object, or it ends before the part that is asked for.</summary>
    private async Task<T?> GuardAsync<T>(Func<Task<T?>> call, string what)
        where T : class
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (AmazonServiceException exception) when (exception.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.RequestedRangeNotSatisfiable && exception.ErrorCode != "NoSuchBucket")
        {
            return null;
        }
        catch (AmazonServiceException exception)
        {
            throw new StorageException(
                $"{_location} cannot be {what} ({exception.ErrorCode ?? exception.Message}): check that the bucket is there and that the credentials of the coordinator may use it.",
                isTransient: exception.StatusCode == 0 || (int)exception.StatusCode >= 500,
                exception);
        }
        catch (Exception exception) when (exception is AmazonClientException or HttpRequestException or IOException)
        {
            throw new StorageException($"{_location} cannot be reached ({exception.Message.TrimEnd('.')}): check the network, AWS_ENDPOINT_URL_S3 and the credentials.", isTransient: true, exception);
        }
    }

    private sealed class ClientFactory(Func<HttpClient> create) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig)
        {
            var client = create();
            if (clientConfig.Timeout is { } timeout)
                client.Timeout = timeout;
            return client;
        }
    }
}

/// <summary>A bucket, and the beginning that the names of its objects have in common: <c>s3://bucket/prefix</c>.</summary>
/// <param name="Bucket">Name of the bucket.</param>
/// <param name="Prefix">Empty, or a path that ends with <c>/</c>.</param>
public sealed record S3Location(string Bucket, string Prefix)
{
    private const string Scheme = "s3://";

    /// <summary>Reads <c>s3://bucket</c> or <c>s3://bucket/prefix</c>; false where it is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out S3Location? location)
    {
        location = null;
        if (!text.StartsWith(Scheme, StringComparison.Ordinal))
            return false;
        var parts = text[Scheme.Length..].Split('/', 2);
        var prefix = parts.Length == 2 ? parts[1].Trim('/') : "";
        if (parts[0].Length is < 3 or > 63 || !parts[0].All(IsOfBucket) || prefix.Any(character => char.IsControl(character) || character is '?' or '#' or '\\'))
            return false;
        location = new S3Location(parts[0], prefix.Length == 0 ? "" : prefix + "/");
        return true;
    }

    /// <summary><c>s3://bucket/prefix</c>.</summary>
    public override string ToString() => $"{Scheme}{Bucket}/{Prefix}".TrimEnd('/');

    private static bool IsOfBucket(char character) => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '.';
}
