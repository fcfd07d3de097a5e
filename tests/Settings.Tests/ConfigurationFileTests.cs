using System.Text;

namespace LatBench.Settings.Tests;

/// <summary>The content of configuration files, the places where they are found, and the sentence for each mistake.</summary>
public sealed class ConfigurationFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_takes_values_with_their_lines_and_paths_relative_to_the_file()
    {
        var file = Read("""
            {
              // Comments and a comma at the end are taken.
              "$schema": "https://example.org/latbench.schema.json",
              "coordinator": {
                "http": "0.0.0.0:80",
                "data": "lab",
                "artifacts": "s3://bucket/prefix",
                "lease_seconds": 60,
                "insecure": true,
              },
              "agent": { "runtimes": ["a", "/b"], "max_start_temperature": 60.5, "device": "lab" }
            }
            """);

        Assert.Equal(["0.0.0.0:80"], file.Values[CoordinatorSettings.Http].Texts);
        Assert.Equal(5, file.Values[CoordinatorSettings.Http].Line);
        Assert.Equal([_folder.Of("lab")], file.Values[CoordinatorSettings.Data].Texts);
        Assert.Equal(["s3://bucket/prefix"], file.Values[CoordinatorSettings.Artifacts].Texts);
        Assert.Equal(["60"], file.Values[CoordinatorSettings.LeaseSeconds].Texts);
        Assert.Equal(["true"], file.Values[CoordinatorSettings.Insecure].Texts);
        Assert.Equal([_folder.Of("a"), "/b"], file.Values[AgentSettings.Runtimes].Texts);
        Assert.Equal(["60.5"], file.Values[AgentSettings.MaxStartTemperature].Texts);
        Assert.Equal(11, file.Values[AgentSettings.Device].Line);
    }

    [Fact]
    public void Read_takes_a_byte_order_mark()
    {
        File.WriteAllText(_folder.Of("latbench.json"), """{ "agent": { "device": "lab" } }""", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        Assert.Equal(["lab"], ConfigurationFile.Read(_folder.Of("latbench.json")).Values[AgentSettings.Device].Texts);
    }

    [Theory]
    [InlineData("[]", 1, "the file is to be a JSON object with the sections coordinator and agent.")]
    [InlineData("{ \"agent\": { \"device\":\n \"\\ud800\" } }", 2, "this text has an escape that stands for no character: correct it there.")]
    [InlineData("{ \"agent\": { \"data\": \"a\\u0000b\" } }", 1, "agent.data has a control character: leave it out.")]
    [InlineData("{ \"coordinator\": { \"data\": \"~/lab\" } }", 1, "coordinator.data is '~/lab', and '~' is taken as it is: write the whole path.")]
    [InlineData("{\n \"agent\": {\n", 3, "this is no JSON")]
    [InlineData("{\n \"agent\": {}\n} x", 3, "this is no JSON")]
    [InlineData("{ \"agent\": nul }", 1, "this is no JSON")]
    [InlineData("{\n \"coordinater\": {} }", 2, "'coordinater' is no section: did you mean 'coordinator'?")]
    [InlineData("{ \"dashboard\": {} }", 1, "'dashboard' is no section: there are coordinator and agent.")]
    [InlineData("{ \"agent\": {},\n \"agent\": {} }", 2, "'agent' is given twice: put its settings together.")]
    [InlineData("{ \"agent\": 1 }", 1, "'agent' takes a JSON object with the settings of the agent, not a number.")]
    [InlineData("{ \"coordinator\": {\n \"htpp\": \"x\" } }", 2, "'coordinator.htpp' is no setting: did you mean 'coordinator.http'?")]
    [InlineData("{ \"agent\": { \"http\": { \"a\": [1] }, \"cpus\": \"0\" } }", 1, "'agent.http' is no setting: there are server, data, device")]
    [InlineData("{ \"agent\": { \"cpus\": \"0\",\n \"cpus\": \"1\" } }", 2, "agent.cpus is given twice: give it once.")]
    [InlineData("{ \"coordinator\": { \"http\": 7080 } }", 1, "coordinator.http takes an address and port such as 127.0.0.1:7080, as a JSON string, not a number.")]
    [InlineData("{ \"coordinator\": { \"http\": \"7080\" } }", 1, "coordinator.http takes an address and port such as 127.0.0.1:7080, not '7080'.")]
    [InlineData("{ \"coordinator\": { \"lease_seconds\": \"60\" } }", 1, "coordinator.lease_seconds takes a whole number from 1 to 3600, as a JSON number, not a string.")]
    [InlineData("{ \"coordinator\": { \"lease_seconds\": 3601 } }", 1, "coordinator.lease_seconds takes a whole number from 1 to 3600, not '3601'.")]
    [InlineData("{ \"coordinator\": { \"lease_seconds\": 1.5 } }", 1, "coordinator.lease_seconds takes a whole number from 1 to 3600, not '1.5'.")]
    [InlineData("{ \"coordinator\": { \"lease_seconds\": -1 } }", 1, "not '-1'.")]
    [InlineData("{ \"coordinator\": { \"insecure\": \"yes\" } }", 1, "coordinator.insecure takes true or false, as a JSON boolean, not a string.")]
    [InlineData("{ \"coordinator\": { \"tls_cert\": \"\" } }", 1, "coordinator.tls_cert takes the path of a PEM file, not ''.")]
    [InlineData("{ \"coordinator\": { \"database\": {\"password\": \"x\"} } }", 1, "coordinator.database takes a Postgres connection string, as a JSON string, not an object.")]
    [InlineData("{ \"agent\": { \"device\": null } }", 1, "as a JSON string, not null.")]
    [InlineData("{ \"agent\": { \"server\": \"lab:7081\" } }", 1, "agent.server names 'lab:7081', which is not an address such as http://127.0.0.1:7081.")]
    [InlineData("{ \"agent\": { \"runtimes\": \"x\" } }", 1, "agent.runtimes takes a JSON array of strings, each the path of a folder, not a string.")]
    [InlineData("{ \"agent\": { \"runtimes\": [\n\"x\",\n 1] } }", 3, "agent.runtimes[1] takes the path of a folder, as a JSON string, not a number.")]
    [InlineData("{ \"agent\": { \"max_cool_down\": \"2h\" } }", 1, "agent.max_cool_down takes a time of at most 1h, such as 90s or 5m, not '2h'.")]
    public void Mistake_is_one_sentence_with_file_line_and_key(string text, int line, string sentence)
    {
        var message = Assert.Throws<SettingsException>(() => Read(text)).Message;

        Assert.StartsWith($"{_folder.Of("latbench.json")}, line {line}: ", message, StringComparison.Ordinal);
        Assert.Contains(sentence, message, StringComparison.Ordinal);
        Assert.Single(message.Split('\n'));
    }

    [Theory]
    [InlineData("", "the file is empty: write {} into it, or remove it.")]
    [InlineData(" \n", "the file is empty: write {} into it, or remove it.")]
    [InlineData("FFFE7B007D00", "the file is UTF-16: save it as UTF-8.")]
    [InlineData("7B226461746122E97D", "the file is not UTF-8: save it as UTF-8.")]
    public void File_that_is_no_text_is_one_sentence(string content, string sentence)
    {
        var path = _folder.Of("latbench.json");
        File.WriteAllBytes(path, content.Length > 4 ? Convert.FromHexString(content) : Encoding.UTF8.GetBytes(content));

        Assert.Equal($"{path}: {sentence}", Assert.Throws<SettingsException>(() => ConfigurationFile.Read(path)).Message);
    }

    [Fact]
    public void Flag_without_a_text_is_one_sentence() =>
        Assert.Equal("--config is empty: name a configuration file.", Assert.Throws<SettingsException>(() => ConfigurationFile.Find("", _ => null, _folder.Path)).Message);

    [Fact]
    public void All_mistakes_are_told()
    {
        var message = Assert.Throws<SettingsException>(() => Read("{ \"coordinator\": { \"http\": 1,\n \"lease_seconds\": 0 },\n \"agent\": { \"cpus\": \"all\" } }")).Message;

        Assert.Equal(3, message.Split('\n').Length);
    }

    [Fact]
    public void Secret_is_in_no_message()
    {
        var message = Assert.Throws<SettingsException>(() => Read("{ \"coordinator\": { \"database\": [\"hunter2\"], \"http\": \"x\" } }")).Message;

        Assert.DoesNotContain("hunter2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_that_cannot_be_read_is_one_sentence()
    {
        var missing = Assert.Throws<SettingsException>(() => ConfigurationFile.Open(_folder.Of("none.json"), _ => null, _folder.Path));
        var folder = Assert.Throws<SettingsException>(() => ConfigurationFile.Open(null, Named(ConfigurationFile.Variable, _folder.Path), _folder.Path));
        var large = Assert.Throws<SettingsException>(() => Read(new string(' ', (1 << 20) + 1)));

        Assert.Contains("none.json, which --config names, cannot be read", missing.Message, StringComparison.Ordinal);
        Assert.Contains("which LATBENCH_CONFIG names, cannot be read", folder.Message, StringComparison.Ordinal);
        Assert.Contains("has 1048577 bytes, which is more than 1048576", large.Message, StringComparison.Ordinal);
        Assert.True(missing.IsUnreadableFile && folder.IsUnreadableFile && !large.IsUnreadableFile);
    }

    [Fact]
    public void Find_takes_flag_then_variable_then_data_directory()
    {
        var data = _folder.Write(ConfigurationFile.Name, "{}");

        Assert.Equal((_folder.Of("flag.json"), SettingSource.Flag), ConfigurationFile.Find(_folder.Of("flag.json"), Named(ConfigurationFile.Variable, "variable.json"), _folder.Path));
        Assert.Equal((_folder.Of("variable.json"), SettingSource.Environment), ConfigurationFile.Find(null, Named(ConfigurationFile.Variable, _folder.Of("variable.json")), _folder.Path));
        Assert.Equal((data, SettingSource.Default), ConfigurationFile.Find(null, _ => null, _folder.Path));
    }

    private static Func<string, string?> Named(string name, string value) => variable => variable == name ? value : null;

    private ConfigurationFile Read(string text) => ConfigurationFile.Read(_folder.Write("latbench.json", text));
}
