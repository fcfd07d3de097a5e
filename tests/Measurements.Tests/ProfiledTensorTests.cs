using System.Text.Json;

namespace LatBench.Measurements.Tests;

public sealed class ProfiledTensorTests
{
    private static readonly JsonSerializerOptions Stored = new(JsonSerializerDefaults.Web);

    [Theory]
    [InlineData("float[1,64,8,8]", "float", new long[] { 1, 64, 8, 8 })]
    [InlineData("int64[]", "int64", new long[0])]
    [InlineData("float16[0]", "float16", new long[] { 0 })]
    public void TryParse_reads_what_ToString_writes(string text, string type, long[] shape)
    {
        var tensor = new ProfiledTensor(type, shape);
        Assert.Equal(text, tensor.ToString());
        Assert.Equal(tensor, ProfiledTensor.TryParse(text));
        Assert.Equal(tensor.GetHashCode(), ProfiledTensor.TryParse(text)!.GetHashCode());
        Assert.Equal($"\"{text}\"", JsonSerializer.Serialize(tensor));
        Assert.Equal(tensor, JsonSerializer.Deserialize<ProfiledTensor>($"\"{text}\""));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("float")]
    [InlineData("[1]")]
    [InlineData("float[1")]
    [InlineData("float[1,]")]
    [InlineData("float[-1]")]
    [InlineData("float[1]x")]
    public void TryParse_other_texts_are_no_tensor(string? text) => Assert.Null(ProfiledTensor.TryParse(text));

    [Fact]
    public void Deserialize_profile_of_an_older_version_has_no_tensors()
    {
        var one = JsonSerializer.Deserialize<ProfiledOperator>(
            """{"name":"a","operatorType":"Conv","provider":"cpu","calls":1,"meanNs":2.5,"share":1}""", Stored)!;
        Assert.Equal((0, 0), (one.Inputs.Count, one.Outputs.Count));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ProfiledTensor>("\"float\""));
    }
}
