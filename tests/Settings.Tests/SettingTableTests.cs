namespace LatBench.Settings.Tests;

/// <summary>Every setting can be given in each of its three places, and its default is a value.</summary>
public sealed class SettingTableTests
{
    public static TheoryData<string> Keys => [.. SettingSections.All.SelectMany(section => section.Settings).Select(setting => setting.FullKey)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Setting_can_be_given_and_its_default_is_a_value(string key)
    {
        var setting = Find(key);

        Assert.Matches("^[a-z][a-z0-9_]*$", setting.Key);
        Assert.Matches("^LATBENCH_[A-Z0-9_]+$", setting.Variable);
        Assert.True(setting.Flag is not null || setting.IsSecret, "only a secret has no flag");
        Assert.EndsWith(".", setting.Description, StringComparison.Ordinal);
        if (setting.Default is { } value)
            Assert.Null(setting.Type.Check(value));
        Assert.NotNull(setting.Type.Check(""));
    }

    [Fact]
    public void Names_are_unique_in_a_section()
    {
        foreach (var section in SettingSections.All)
        {
            Assert.Distinct(section.Settings.Select(setting => setting.Key));
            Assert.Distinct(section.Settings.Select(setting => setting.Variable));
            Assert.Distinct(section.Settings.Select(setting => setting.Flag).OfType<string>());
        }
    }

    [Fact]
    public void Every_secret_has_a_file()
    {
        var settings = SettingSections.All.SelectMany(section => section.Settings).ToArray();

        Assert.Contains(settings, setting => setting.IsSecret);
        Assert.All(settings.Where(setting => setting.IsSecret), secret => Assert.Equal(secret.Key + "_file", Assert.Single(settings, setting => setting.FileOf == secret).Key));
    }

    internal static Setting Find(string key) => SettingSections.All.SelectMany(section => section.Settings).Single(setting => setting.FullKey == key);
}
