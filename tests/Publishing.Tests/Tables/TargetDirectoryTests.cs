using CsCheck;
using LatBench.Publishing.Tables;
using LatBench.SnapshotFormat;

namespace LatBench.Publishing.Tests.Tables;

public sealed class TargetDirectoryTests
{
    [Theory]
    [InlineData("lab-xeon/ort-1.31.1/cpu/t1", "lab-xeon~ort-1.31.1~cpu~t1")]
    [InlineData("a~b/c", "a%7Eb~c")]
    [InlineData("..", "%2E.")]
    [InlineData("x=1/ü", "x%3D1~%C3%BC")]
    public void NameOf_slug_is_one_path_part(string slug, string name) => Assert.Equal(name, TargetDirectory.NameOf(slug));

    [Fact]
    public void NameOf_any_slug_is_safe_and_gives_the_slug_back() =>
        Gen.String[Gen.Char[' ', '\u02ff'], 1, 30].Sample(slug =>
        {
            var name = TargetDirectory.NameOf(slug);
            Assert.Null(SnapshotPath.Fault($"data/{name}/part"));
            Assert.DoesNotContain('/', name);
            Assert.Equal(slug, TargetDirectory.SlugOf(name));
        });
}
