using LatBench.DeviceAgent.Providers;
using LatBench.DeviceAgent.Tests.Support;

namespace LatBench.DeviceAgent.Tests.Providers;

public sealed class ProviderFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Read_everything_given_is_taken()
    {
        var library = _directory.Write("plugins/libnpu.so", "x");
        var runtime = _directory.Write($"runtime/{RuntimeFolder.LibraryFileName}", "x");
        var configuration = Read(
            """
            {
              // Comments are allowed.
              "runtime_folder": "runtime",
              "providers": [
                { "name": "npu", "library": "plugins/libnpu.so", "registration_name": "vendor", "provider": "VendorNpu",
                  "device_type": "npu", "device_index": 1, "options": { "mode": "fast", "cache": "1" } },
                { "name": "cuda" },
                { "name": "cuda-tf32", "provider": "CUDA", "options": { "use_tf32": "1" } },
              ]
            }
            """);
        Assert.Equal(Path.GetDirectoryName(runtime), configuration.RuntimeFolder);
        Assert.Equivalent(
            new ProviderSettings
            {
                Name = "npu",
                LibraryPath = library,
                RegistrationName = "vendor",
                Provider = "VendorNpu",
                DeviceType = "npu",
                DeviceIndex = 1,
                Options = new Dictionary<string, string> { ["mode"] = "fast", ["cache"] = "1" },
            },
            configuration.Providers[0]);
        Assert.Equal(("cuda", "cuda"), (configuration.Providers[1].Name, configuration.Providers[1].Provider));
        Assert.Equal(("cuda-tf32", "CUDA"), (configuration.Providers[2].Name, configuration.Providers[2].Provider));
    }

    [Fact]
    public void Read_empty_object_configures_nothing() => Assert.Equivalent(ProviderConfiguration.None, Read("{}"));

    [Theory]
    [InlineData("[]", "it is not an object.")]
    [InlineData("""{ "provider": [] }""", "it has the unknown key 'provider'; known are runtime_folder, providers.")]
    [InlineData("""{ "providers": {} }""", "providers is not a list.")]
    [InlineData("""{ "providers": [ "cuda" ] }""", "providers[0] is not an object.")]
    [InlineData("""{ "providers": [ {} ] }""", "providers[0] has no 'name'.")]
    [InlineData("""{ "providers": [ { "name": "cuda" }, { "name": "xnnpack", "libary": "x" } ] }""", "providers[1] has the unknown key 'libary'; known are name, library, ")]
    [InlineData("""{ "providers": [ { "name": "CUDA" } ] }""", "providers[0].name is 'CUDA'; give 1 to 40 of a-z")]
    [InlineData("""{ "providers": [ { "name": "cpu" } ] }""", "providers[0].name is 'cpu'; give")]
    [InlineData("""{ "providers": [ { "name": 1 } ] }""", "providers[0].name is not a text.")]
    [InlineData("""{ "providers": [ { "name": "cuda" }, { "name": "cuda" } ] }""", "providers[1].name is 'cuda' once more.")]
    [InlineData("""{ "providers": [ { "name": "cudda" } ] }""", "providers[0] has no 'library', and 'cudda' is none of the providers that ONNX Runtime may have built in (CoreML, CUDA, ")]
    [InlineData("""{ "providers": [ { "name": "cuda", "device_type": "gpu" } ] }""", "providers[0].device_type is for a plugin library, and there is no 'library'.")]
    [InlineData("""{ "providers": [ { "name": "cuda", "options": { "device_id": 0 } } ] }""", "providers[0].options.device_id is not a text; ")]
    [InlineData("""{ "providers": [ { "name": "cuda", "options": [] } ] }""", "providers[0].options is not an object.")]
    [InlineData("""{ "providers": [ { "name": "npu", "library": "none.so" } ] }""", "none.so', which is not there.")]
    [InlineData("""{ "providers": [ { "name": "npu", "library": "a.so", "device_type": "tpu" } ] }""", "providers[0].device_type is 'tpu'; give one of cpu, gpu, npu.")]
    [InlineData("""{ "providers": [ { "name": "npu", "library": "a.so", "device_index": -1 } ] }""", "providers[0].device_index is not a whole number from 0.")]
    [InlineData("""{ "providers": [ { "name": "a", "library": "a.so" }, { "name": "b", "library": "a.so" } ] }""", "providers[1].registration_name is 'b' and that of 'a' 'a'; one library has one registration name")]
    [InlineData("""{ "runtime_folder": "nowhere" }""", "where there is no ")]
    public void Read_what_is_wrong_is_refused_with_file_and_place(string text, string expected)
    {
        _directory.Write("a.so", "x");
        var message = Assert.Throws<AgentException>(() => Read(text)).Message;
        Assert.StartsWith($"The providers file {_directory.File("providers.json")}: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"providers\": [ }")]
    [InlineData("{ \"providers\": [], \"providers\": [] }")]
    public void Read_what_is_not_json_is_refused(string text)
    {
        var message = Assert.Throws<AgentException>(() => Read(text)).Message;
        Assert.StartsWith($"The providers file {_directory.File("providers.json")} is not JSON: ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_missing_file_says_so()
    {
        var message = Assert.Throws<AgentException>(() => ProviderFile.Read(_directory.File("none.json"))).Message;
        Assert.Contains("cannot be read", message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private ProviderConfiguration Read(string text) => ProviderFile.Read(_directory.Write("providers.json", text));
}
