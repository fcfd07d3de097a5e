using LatBench.DeviceAgent.Enrolment;
using LatBench.DeviceAgent.Tests.Support;

namespace LatBench.DeviceAgent.Tests.Enrolment;

public sealed class CredentialFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Read_gives_back_what_was_written_and_only_the_owner_may_read_it()
    {
        var path = _directory.File("credential.json");
        var credential = new DeviceCredential("http://127.0.0.1:7081/", "devices/lab", "secret");
        Assert.Null(new CredentialFile(path).Read());
        new CredentialFile(path).Write(credential);
        Assert.Equal(credential, new CredentialFile(path).Read());
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal([path], Directory.GetFiles(_directory.Path));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    public void Read_garbage_says_what_to_do(string content)
    {
        var exception = Assert.Throws<AgentException>(() => new CredentialFile(_directory.Write("credential.json", content)).Read());
        Assert.Contains("enrol the device again", exception.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();
}
