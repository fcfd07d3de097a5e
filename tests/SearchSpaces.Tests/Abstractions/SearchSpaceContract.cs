namespace LatBench.SearchSpaces.Tests.Abstractions;

/// <summary>The promises of <see cref="ISearchSpace"/>, held for every space: derive a class for a new one.</summary>
public abstract class SearchSpaceContract
{
    private const int SampleSize = 40;

    private static readonly string[] Parts = ["scale", "shift", "mean", "variance"];

    protected abstract ISearchSpace Space { get; }

    /// <summary>Texts that are no architectures of the space, each with the position where it stops being one.</summary>
    protected abstract IReadOnlyList<(string Text, int Position)> Malformed { get; }

    /// <summary>The number of architectures that are drawn; no more than the space has different networks.</summary>
    protected virtual int Count => SampleSize;

    private IReadOnlyList<Architecture> Sample => Space.Sample(Count, seed: 3);

    [Fact]
    public void Name_is_safe_in_paths_and_requests() => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", Space.Name);

    [Fact]
    public void DefaultInput_is_one_of_the_inputs() => Assert.Contains(Space.DefaultInput, Space.Inputs);

    [Fact]
    public void Inputs_have_different_names() => Assert.Equal(Space.Inputs.Count, Space.Inputs.Select(input => input.Name).Distinct().Count());

    [Fact]
    public void TryParse_printed_text_gives_the_same_architecture() =>
        Assert.All(Sample, one => Assert.Equal(one, Space.Parse(one.Text)));

    [Fact]
    public void TryParse_malformed_text_names_the_position() => Assert.All(Malformed, one =>
    {
        Assert.False(Space.TryParse(one.Text, out var architecture, out var error));
        Assert.Equal(default, architecture);
        Assert.Equal(one.Position, error.Position);
        Assert.StartsWith($"Not a {Space.Title} architecture: at position {one.Position} ", error.Message, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void TryParse_nothing_is_refused_at_the_beginning(string? text)
    {
        Assert.False(Space.TryParse(text, out _, out var error));
        Assert.Equal(0, error.Position);
    }

    [Fact]
    public void Canonicalize_is_the_same_when_repeated() =>
        Assert.All(Sample.SelectMany(Space.Neighbors), one => Assert.Equal(Space.Canonicalize(one), Space.Canonicalize(Space.Canonicalize(one))));

    [Fact]
    public void Canonicalize_keeps_what_is_measurable() => Assert.All(
        Sample.SelectMany(Space.Neighbors), one => Assert.Equal(Space.WhyNotMeasurable(one) is null, Space.WhyNotMeasurable(Space.Canonicalize(one)) is null));

    [Fact]
    public void Code_is_unique_and_safe_in_paths()
    {
        Architecture[] all = [.. Sample.Concat(Sample.SelectMany(Space.Neighbors)).Distinct()];
        var codes = all.Select(Space.Code).ToArray();
        Assert.Equal(all.Length, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^[A-Za-z0-9][A-Za-z0-9.-]*$", code));
    }

    [Fact]
    public void Sample_is_measurable_and_has_different_networks()
    {
        Assert.All(Sample, one => Assert.Null(Space.WhyNotMeasurable(one)));
        Assert.Equal(Count, Sample.Select(Space.Canonicalize).Distinct().Count());
    }

    [Fact]
    public void Sample_depends_on_the_seed_alone_and_begins_with_the_smaller_one()
    {
        Assert.Equal(Sample, Space.Sample(Count, seed: 3));
        Assert.Equal(Sample.Take(Count / 2), Space.Sample(Count / 2, seed: 3));
        Assert.NotEqual(Sample, Space.Sample(Count, seed: 4));
    }

    [Fact]
    public void Neighbors_are_others_and_lead_back() => Assert.All(Sample.Take(5), one =>
    {
        var neighbors = Space.Neighbors(one).ToArray();
        Assert.NotEmpty(neighbors);
        Assert.DoesNotContain(one, neighbors);
        Assert.Equal(neighbors.Length, neighbors.Distinct().Count());
        Assert.All(neighbors, other => Assert.Contains(one, Space.Neighbors(other)));
    });

    [Fact]
    public void Enumerate_lists_as_many_as_the_size_says()
    {
        if (Space.Size is not { } size)
        {
            Assert.Throws<NotSupportedException>(() => Space.Enumerate().First());
            return;
        }

        Assert.Equal(size, Space.Enumerate().LongCount());
        Assert.Equal(Space.Enumerate().Take(100), Space.Enumerate().Take(100).Distinct());
    }

    [Fact]
    public void Costs_are_positive() =>
        Assert.All(Sample, one => Assert.All(Space.Inputs, input => Assert.True(Space.Costs(one, input) is { Macs: > 0, Parameters: > 0 })));

    [Fact]
    public void BuildGraph_operators_follow_their_inputs_and_end_in_the_logits() => ForEveryGraph((input, graph) =>
    {
        Assert.IsType<InputOperator>(graph.Operators[0]);
        Assert.Equal(new TensorShape(input.Channels, input.Height, input.Width), graph.Operators[0].Output);
        Assert.Equal(new TensorShape(input.Classes, 1, 1), graph.Output.Output);
        Assert.Equal("logits", graph.Output.Name);
        Assert.Equal(graph.Operators.Count, graph.Operators.Select(op => op.Name).Distinct().Count());
        foreach (var (index, op) in graph.Operators.Index())
        {
            Assert.All(op.Inputs, value => Assert.InRange(value.Index, 0, index - 1));
            Assert.StartsWith(op is LinearOperator ? "logits" : op.Layer, op.Name, StringComparison.Ordinal);
            Assert.True(op.Output is { Channels: > 0, Height: > 0, Width: > 0 }, $"{op.Name}: {op.Output}");
        }
    });

    [Fact]
    public void BuildGraph_canonical_architecture_has_the_same_pruned_network() => Assert.All(Sample.SelectMany(Space.Neighbors).Where(one => Space.WhyNotMeasurable(one) is null).Take(60), one =>
        Assert.Equal(
            Space.BuildGraph(one, Space.DefaultInput, GraphVariant.Pruned).Operators.Select(Describe),
            Space.BuildGraph(Space.Canonicalize(one), Space.DefaultInput, GraphVariant.Pruned).Operators.Select(Describe)));

    [Fact]
    public void Weights_hold_every_tensor_of_every_graph_in_its_shape()
    {
        foreach (var precision in Enum.GetValues<Precision>())
        {
            ForEveryGraph((input, graph) =>
            {
                var layout = Space.Weights(input, precision);
                foreach (var op in graph.Operators)
                    CheckWeights(graph, op, layout);
            });
        }
    }

    [Fact]
    public void Weights_of_the_layers_of_one_graph_share_no_memory()
    {
        foreach (var precision in Enum.GetValues<Precision>())
        {
            ForEveryGraph((input, graph) =>
            {
                var layout = Space.Weights(input, precision);
                var end = 0L;
                foreach (var tensor in graph.Operators.SelectMany(op => Tensors(graph, op, layout)).OrderBy(tensor => tensor.Offset))
                {
                    Assert.True(tensor.Offset >= end, $"{tensor.Name} begins at {tensor.Offset}, before {end}.");
                    end = tensor.Offset + tensor.Bytes;
                }
            });
        }
    }

    [Fact]
    public void Weights_do_not_overlap()
    {
        foreach (var (input, precision) in Space.Inputs.SelectMany(_ => Enum.GetValues<Precision>(), (input, precision) => (input, precision)))
        {
            var layout = Space.Weights(input, precision);
            Assert.Equal(precision, layout.Precision);
            var end = 0L;
            foreach (var (index, tensor) in layout.Tensors.Index())
            {
                Assert.Equal(index, tensor.Index);
                Assert.Equal(0, tensor.Offset % WeightLayout.Alignment);
                Assert.InRange(tensor.Offset, end, layout.Bytes - tensor.Bytes);
                end = tensor.Offset + tensor.Bytes;
            }
        }
    }

    [Fact]
    public void Architecture_of_another_space_is_refused_by_every_method()
    {
        var foreign = new Architecture("another-space", Space.Sample(1, 1)[0].Text);
        Action[] calls =
        [
            () => Space.Canonicalize(foreign),
            () => Space.Code(foreign),
            () => Space.WhyNotMeasurable(foreign),
            () => Assert.NotNull(Space.Neighbors(foreign).ToArray()),
            () => Space.BuildGraph(foreign, Space.DefaultInput, GraphVariant.Pruned),
            () => Space.Costs(foreign, Space.DefaultInput),
        ];

        Assert.All(calls, call => Assert.ThrowsAny<ArgumentException>(call));
    }

    private static IEnumerable<WeightTensor> Tensors(NetworkGraph graph, NetworkOperator op, WeightLayout layout) => op switch
    {
        ConvolutionOperator convolution => [layout[convolution.Weights + "/weight"]],
        NormalizationOperator normalization when layout.IsQuantized && graph[op.Inputs[0]] is ConvolutionOperator => [layout[normalization.Weights + "/bias"]],
        NormalizationOperator normalization => Parts.Select(part => layout[$"{normalization.Weights}/{part}"]),
        LinearOperator linear => [layout[linear.Weights + "/weight"], layout[linear.Weights + "/bias"]],
        _ => [],
    };

    private static void CheckWeights(NetworkGraph graph, NetworkOperator op, WeightLayout layout)
    {
        switch (op)
        {
            case ConvolutionOperator convolution:
                var channels = graph[op.Inputs[0]].Output.Channels / convolution.Groups;
                Assert.Equal([op.Output.Channels, channels, convolution.Window.Height, convolution.Window.Width], layout[convolution.Weights + "/weight"].Shape);
                break;
            case NormalizationOperator normalization when layout.IsQuantized && graph[op.Inputs[0]] is ConvolutionOperator:
                Assert.Equal([op.Output.Channels], layout[normalization.Weights + "/bias"].Shape);
                break;
            case NormalizationOperator normalization:
                foreach (var part in Parts)
                    Assert.Equal([op.Output.Channels], layout[$"{normalization.Weights}/{part}"].Shape);
                break;
            case LinearOperator linear:
                Assert.Equal([op.Output.Channels, graph[op.Inputs[0]].Output.Channels], layout[linear.Weights + "/weight"].Shape);
                Assert.Equal([op.Output.Channels], layout[linear.Weights + "/bias"].Shape);
                break;
            case ZeroOperator zero:
                Assert.Empty(layout[zero.Weights].Shape);
                break;
        }
    }

    private static string Describe(NetworkOperator op) => $"{op.GetType().Name} {op.Name} {op.Place.Label} {string.Join(' ', op.Inputs.Select(input => input.Index))} {op.Output}";

    private void ForEveryGraph(Action<InputSpec, NetworkGraph> check)
    {
        foreach (var input in Space.Inputs)
        {
            foreach (var architecture in Sample)
            {
                check(input, Space.BuildGraph(architecture, input, GraphVariant.Pruned));
                check(input, Space.BuildGraph(architecture, input, GraphVariant.Literal));
            }
        }
    }
}
