using Xunit;

namespace LatBench.TestKit;

/// <summary>
/// The S3 server that <c>LATBENCH_TEST_S3</c> names, which <c>./test.sh</c> starts where npm is there to install it. Without one a test is skipped, or fails where <c>CI</c> is
/// set: no distribution that we know of has such a server among its packages, and who works without a network can run all other tests.
/// </summary>
public static class S3Server
{
    /// <summary>A bucket that is there.</summary>
    public const string Bucket = "latbench";

    private const string Secret = "S3RVER";

    /// <summary>Gives this process what the AWS SDK looks for to reach the server; skips the test where there is none.</summary>
    public static void UseOrSkip()
    {
        var address = Environment.GetEnvironmentVariable("LATBENCH_TEST_S3");
        if (string.IsNullOrEmpty(address))
            Missing("There is no S3 server to test with: install npm and run ./test.sh, or start one with eng/s3.sh and name it in LATBENCH_TEST_S3.");
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_S3", address);
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", Secret);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", Secret);
        Environment.SetEnvironmentVariable("AWS_REGION", "us-east-1");
    }

    private static void Missing(string what)
    {
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")))
            Assert.Fail(what);
        Assert.Skip(what);
    }
}
