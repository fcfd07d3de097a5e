using CsCheck;
using LatBench.Storage.Samples;

namespace LatBench.Storage.Tests.Samples;

public sealed class ConditionShapeTests
{
    private static readonly string[] Literals = ["true", "null", "\"#\"", "\"@\"", "\"\\\"#1\"", "-0", "1E+30", "0.10", "\"2001-02-03T04:05:06+00:00\"", "\"12\""];

    private static readonly Gen<string> Scalar = Gen.OneOf(
        Gen.Long.Select(Invariant),
        Gen.Int[-1000, 1000].Select(value => Invariant(value)),
        Gen.Double[-1e6, 1e6].Select(value => System.Text.Json.JsonSerializer.Serialize(value)),
        Gen.Decimal[-1000, 1000].Select(value => System.Text.Json.JsonSerializer.Serialize(value)),
        Gen.DateTimeOffset.Select(value => System.Text.Json.JsonSerializer.Serialize(value.ToUniversalTime())),
        Gen.Int[0, Literals.Length - 1].Select(i => Literals[i]));

    private static readonly Gen<string> Json = Scalar.Array[0, 12].Select(values =>
        "{" + string.Join(",", values.Select((value, index) => $"\"field{index}\":{(index % 4 == 3 ? $"[{value},{value}]" : value)}")) + "}");

    [Fact]
    public void Join_gives_the_same_text_back() =>
        Json.Sample(json =>
        {
            var shape = ConditionShape.Of(json);
            return ConditionShape.Join(shape.Shape, shape.Values) == json;
        });

    [Fact]
    public void Of_is_frozen()
    {
        var shape = ConditionShape.Of("""{"a":-3,"b":[0.25,300],"c":"x","d":true,"at":"2001-02-03T04:05:06+00:00"}""");

        Assert.Equal("""{"a":#,"b":[#,#],"c":"x","d":true,"at":@}""", shape.Shape);
        Assert.Equal("010A6502B0098094E082B4EBADC211", Convert.ToHexString(shape.Values));
        Assert.Equal(5079837436114602337, shape.Id);
    }

    [Fact]
    public void Passes_that_differ_in_numbers_and_times_share_a_shape()
    {
        var one = ConditionShape.Of("""{"load":0.25,"ctx":3,"at":"2001-02-03T04:05:06+00:00"}""");
        var other = ConditionShape.Of("""{"load":1,"ctx":-70000,"at":"2002-02-03T04:05:06.123+00:00"}""");

        Assert.Equal((one.Id, one.Shape), (other.Id, other.Shape));
        Assert.InRange(one.Values.Length, 5, 15);
    }

    [Theory]
    [InlineData("#", "")]
    [InlineData("#", "02")]
    [InlineData("#", "01")]
    [InlineData("#", "010204")]
    [InlineData("#", "010378")]
    public void Join_bad_values_throws(string shape, string hex) =>
        Assert.Throws<InvalidDataException>(() => ConditionShape.Join(shape, Convert.FromHexString(hex)));

    private static string Invariant(long value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
