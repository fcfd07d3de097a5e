namespace LatBench.SearchSpaces.Tests.Graphs;

public sealed class WindowTests
{
    [Fact]
    public void Apply_strides_of_two_directions_divide_height_and_width_apart()
    {
        Assert.Equal(new TensorShape(4, 32, 16), new Window(1, 7, 1, 2, 0, 3, 1).Apply(new TensorShape(3, 32, 32), 4));
        Assert.Equal(new TensorShape(4, 16, 16), new Window(7, 1, 2, 1, 3, 0, 1).Apply(new TensorShape(3, 32, 16), 4));
    }

    [Fact]
    public void Square_has_one_stride() => Assert.Equal(new TensorShape(4, 4, 5), Window.Square(3, stride: 2, padding: 1).Apply(new TensorShape(3, 8, 10), 4));
}
