using CsCheck;
using LatBench.Contracts.Naming;
using LatBench.TestKit;

namespace LatBench.Contracts.Tests.Naming;

public sealed class DeviceIdTests
{
    public static TheoryData<string, bool> Cases => new(DeviceIdCases.All.Select(one => (one.Id, one.IsValid)));

    [Theory]
    [MemberData(nameof(Cases))]
    public void IsValid_takes_what_the_rule_says(string id, bool isValid) => Assert.Equal(isValid, DeviceId.IsValid(id));

    [Theory]
    [InlineData("lab-xeon", "lab-xeon")]
    [InlineData("Lab_Xeon.example.org", "lab-xeon")]
    [InlineData("__", "device")]
    [InlineData("", "device")]
    public void FromHostName_makes_a_slug(string hostName, string expected) => Assert.Equal(expected, DeviceId.FromHostName(hostName));

    [Fact]
    public void FromHostName_is_always_valid() => Gen.String.Sample(name => DeviceId.IsValid(DeviceId.FromHostName(name)));

    [Fact]
    public void Another_is_always_valid_and_another() => Gen.String.Select(DeviceId.FromHostName).Sample(id => DeviceId.IsValid(DeviceId.Another(id)) && DeviceId.Another(id) != id);

    [Fact]
    public void Another_of_a_long_id_is_valid() =>
        Assert.True(DeviceId.IsValid(DeviceId.Another(new string('w', 60) + "-ww")));
}
