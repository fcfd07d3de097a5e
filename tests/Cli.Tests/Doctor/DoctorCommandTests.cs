using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LatBench.TestKit;

namespace LatBench.Cli.Tests.Doctor;

/// <summary>The findings of installations that are broken for real.</summary>
public sealed class DoctorCommandTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private string Data => _directory.File("data");

    [Fact]
    public async Task New_directory_has_nothing_to_correct()
    {
        var run = await CliRun.InvokeAsync(Variables(), "doctor", "--data", Data);

        Assert.True(run.ExitCode == 0, run.Out + run.Error);
        foreach (var text in new[] { "CHECK", "RATING", "FOUND", ".NET", "ONNX Runtime", "data directory", "disk space", "machine: governor", "none runs on the data directory" })
            Assert.Contains(text, run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("PROBLEM", run.Out, StringComparison.Ordinal);
        // It looked, and made nothing.
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task Broken_files_are_problems_with_their_remedies()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The test sets modes of files as Unix does.");
        _directory.Write("data/latbench.db", new string('x', 5000));
        Write("data/admin-token", "secret\n", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Write("data/agent/credential.json", "{\"device\":", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        // Of a coordinator that was killed: no process has the number.
        _directory.Write("data/coordinator.json", """{"http":"http://127.0.0.1:1","grpc":"http://127.0.0.1:1","pid":2147483647}""");

        var findings = await FindAsync(1, null);

        Assert.Equal(("problem", $"chmod 600 {Data}/admin-token"), findings["admin token"]);
        Assert.Equal(("problem", "restore a copy, or use another data directory"), findings["database"]);
        Assert.Equal("problem", findings["agent credential"].Rating);
        Assert.Contains("enrol the device again", findings["agent credential"].Remedy, StringComparison.Ordinal);
        Assert.Equal("warning", findings["coordinator"].Rating);
        Assert.Equal(5000, new FileInfo(Path.Combine(Data, "latbench.db")).Length);
    }

    [Fact]
    public async Task Configuration_that_cannot_be_used_is_the_problem_to_begin_with()
    {
        var file = _directory.Write("latbench.json", """{"coordinator": {"htp": "127.0.0.1:0"}}""");

        var findings = await FindAsync(1, null, "--config", file);

        Assert.Equal(["configuration"], findings.Keys);
        Assert.StartsWith("correct it", findings["configuration"].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ports_are_those_of_the_configuration()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var file = _directory.Write("latbench.json", FormattableString.Invariant($$"""{ "coordinator": { "http": "127.0.0.1:{{port}}", "grpc": "127.0.0.1:0" } }"""));

        var findings = await FindAsync(0, null, "--config", file);

        Assert.Equal([FormattableString.Invariant($"port {port}")], findings.Keys.Where(check => check.StartsWith("port", StringComparison.Ordinal)));
        Assert.Equal("warning", findings[FormattableString.Invariant($"port {port}")].Rating);
    }

    [Fact]
    public async Task Coordinator_that_does_not_answer_is_a_problem()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var findings = await FindAsync(1, null, "--server", FormattableString.Invariant($"http://127.0.0.1:{port}"));

        Assert.Equal("problem", findings["coordinator"].Rating);
        Assert.Contains("start one with `latbench up`", findings["coordinator"].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Coordinator_that_answers_is_told_with_the_clocks_of_both()
    {
        await using var coordinator = await CoordinatorDouble.StartAsync(new());

        var findings = await FindAsync(0, null, "--server", coordinator.Address);

        Assert.Equal("ok", findings["coordinator"].Rating);
        Assert.Equal("ok", findings["clock of both"].Rating);
    }

    [Fact]
    public async Task Missing_and_damaged_programs_are_problems()
    {
        var agent = _directory.Write("programs/LatBench.DeviceAgent.dll", "cut off");
        _directory.Write("programs/libonnxruntime.so", "no library");

        var findings = await FindAsync(1, new() { ["LATBENCH_AGENT"] = agent, ["LATBENCH_COORDINATOR"] = _directory.File("nowhere.dll") });

        Assert.Equal("problem", findings["coordinator program"].Rating);
        Assert.Equal("problem", findings["ONNX Runtime"].Rating);
        Assert.Equal("problem", findings["machine"].Rating);
    }

    [Fact]
    public async Task Data_directory_in_the_place_of_a_file_cannot_be_written()
    {
        _directory.Write("data", "a file");

        var findings = await FindAsync(1, null);

        Assert.Equal("problem", findings["data directory"].Rating);
        Assert.Contains("choose another with --data", findings["data directory"].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Postgres_that_does_not_answer_is_a_problem()
    {
        var findings = await FindAsync(1, new() { ["LATBENCH_DATABASE"] = "Host=127.0.0.1;Port=1;Username=lab;Password=secret-word;Database=none;Timeout=2" });

        Assert.Equal("problem", findings["database"].Rating);
        Assert.DoesNotContain("secret-word", string.Join(' ', findings.Values), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Postgres_that_answers_is_told_with_its_schema()
    {
        var connection = Environment.GetEnvironmentVariable("LATBENCH_TEST_POSTGRES");
        Needed.OrSkip(connection is null ? "There is no Postgres: ./test.sh starts one." : null);

        var findings = await FindAsync(0, new() { ["LATBENCH_DATABASE"] = connection! });

        Assert.NotEqual("problem", findings["database"].Rating);
    }

    public void Dispose() => _directory.Dispose();

    private void Write(string name, string text, UnixFileMode mode)
    {
        var file = _directory.Write(name, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, mode);
    }

    private static Dictionary<string, string> Variables(Dictionary<string, string>? more = null) =>
        new(more ?? []) { ["PATH"] = Environment.GetEnvironmentVariable("PATH")! };

    private async Task<Dictionary<string, (string Rating, string Remedy)>> FindAsync(int exitCode, Dictionary<string, string>? variables, params string[] arguments)
    {
        var run = await CliRun.InvokeAsync(Variables(variables), ["doctor", "--json", "--data", Data, .. arguments]);
        Assert.True(run.ExitCode == exitCode, run.Out + run.Error);
        using var document = JsonDocument.Parse(run.Out);
        Assert.Equal(exitCode == 0, document.RootElement.GetProperty("healthy").GetBoolean());
        return document.RootElement.GetProperty("findings").EnumerateArray().ToDictionary(
            finding => finding.GetProperty("check").GetString()!,
            finding => (finding.GetProperty("rating").GetString()!, finding.GetProperty("remedy").GetString() ?? ""));
    }
}
