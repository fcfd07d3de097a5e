using System.Diagnostics.CodeAnalysis;
using LatBench.SearchSpaces;

namespace LatBench.TestKit.ToySpaces;

/// <summary>
/// A search space outside of src/: a chain of three slots, each with one of five operations, in a text such as <c>conv>skip>pool</c>. Networks
/// are equal when they are equal without their skips; an architecture with a <c>none</c> has no network.
/// </summary>
/// <param name="isListed">False for a space that says that it cannot be enumerated, as large ones do.</param>
public sealed class ToySpace(bool isListed = true) : ISearchSpace
{
    public const int Slots = 3;

    public const int Channels = 8;

    private const string Convolution = "conv";
    private const string Depthwise = "depthwise";
    private const string Pool = "pool";
    private const string Skip = "skip";
    private const string None = "none";

    private static readonly string[] Operations = [Convolution, Depthwise, Pool, Skip, None];

    private static readonly string Nothing = string.Join('>', Enumerable.Repeat(None, Slots));

    public string Name => "toy";

    public string Title => "Toy";

    public long? Size => isListed ? (long)Math.Pow(Operations.Length, Slots) : null;

    public IReadOnlyList<InputSpec> Inputs { get; } = [new("small", 3, 8, 8, 10), new("wide", 3, 8, 16, 10)];

    public InputSpec DefaultInput => Inputs[0];

    public bool TryParse(string? text, out Architecture architecture, [NotNullWhen(false)] out ParseError? error)
    {
        architecture = default;
        error = null;
        var position = 0;
        var words = (text ?? "").Split('>');
        for (var slot = 0; slot < Slots; slot++)
        {
            if (slot >= words.Length || !Operations.Contains(words[slot]))
            {
                error = new ParseError(Title, Math.Min(position, (text ?? "").Length), $"one of {string.Join(", ", Operations)}", slot < words.Length ? $"'{words[slot]}'" : "the end");
                return false;
            }

            position += words[slot].Length + 1;
        }

        if (words.Length > Slots)
            error = new ParseError(Title, position - 1, "the end", "'>'");
        architecture = error is null ? new Architecture(Name, text!) : default;
        return error is null;
    }

    public Architecture Canonicalize(Architecture architecture)
    {
        var words = Words(architecture);
        var kept = words.Where(word => word != Skip).ToArray();
        return new Architecture(Name, words.Contains(None) ? Nothing : string.Join('>', [.. kept, .. Enumerable.Repeat(Skip, Slots - kept.Length)]));
    }

    public string Code(Architecture architecture) => string.Join('-', Words(architecture));

    public string? WhyNotMeasurable(Architecture architecture) => Words(architecture).Contains(None) ? "A slot is empty." : null;

    public IEnumerable<Architecture> Enumerate() => isListed ? All() : throw new NotSupportedException("This toy space cannot be enumerated.");

    private IEnumerable<Architecture> All() =>
        from first in Operations
        from second in Operations
        from third in Operations
        select new Architecture(Name, $"{first}>{second}>{third}");

    public IReadOnlyList<Architecture> Sample(int count, ulong seed)
    {
        Architecture[] population = [.. All().Where(one => WhyNotMeasurable(one) is null)];
        Architecture[] deck = [.. population.Where(one => Canonicalize(one) == one)];
        if (count > deck.Length)
            deck = population;
        return new SplitMix64(seed).Sample(deck, isListed ? count : Math.Min(count, deck.Length)); // a space that is not listed has as many as are asked for
    }

    public IEnumerable<Architecture> Neighbors(Architecture architecture)
    {
        var words = Words(architecture);
        return from slot in Enumerable.Range(0, Slots)
               from other in Operations
               where other != words[slot]
               select new Architecture(Name, string.Join('>', words.Select((word, i) => i == slot ? other : word)));
    }

    public NetworkGraph BuildGraph(Architecture architecture, InputSpec input, GraphVariant variant)
    {
        var words = Words(variant == GraphVariant.Pruned ? Canonicalize(architecture) : architecture);
        var graph = new NetworkGraphBuilder();
        var x = graph.Input(input);
        x = graph.Normalization("stem", NetworkPlace.Stem, graph.Convolution("stem", NetworkPlace.Stem, x, Channels, Window.Square(3, padding: 1), "stem"), "stem");
        for (var slot = 0; slot < Slots; slot++)
        {
            var layer = $"slot{slot}";
            var place = new NetworkPlace(NetworkPart.Edge, slot, 0, 1, words[slot]);
            x = words[slot] switch
            {
                Convolution => graph.Normalization(layer, place, graph.Convolution(layer, place, graph.Relu(layer, place, x), Channels, Window.Square(3, padding: 1), layer + "/conv"), layer + "/conv"),
                Depthwise => graph.Normalization(
                    layer, place, graph.Convolution(layer, place, graph.Relu(layer, place, x), Channels, Window.Square(3, padding: 2, dilation: 2), layer + "/depthwise", Channels), layer + "/depthwise"),
                Pool => graph.AveragePool(layer, place, x, Window.Square(3, padding: 1)),
                Skip => x,
                _ => graph.Zero(layer, place, x, "zero"),
            };
        }

        x = graph.GlobalAverage("head", NetworkPlace.Head, graph.Relu("head", NetworkPlace.Head, x));
        graph.Logits("classifier", NetworkPlace.Head, x, input.Classes, "classifier");
        return graph.Build();
    }

    public Costs Costs(Architecture architecture, InputSpec input)
    {
        long pixels = input.Height * input.Width;
        var (macs, parameters) = (27 * Channels * pixels + 10 * Channels, 29L * Channels + 10 * Channels + 10);
        foreach (var word in Words(architecture))
        {
            var weights = word switch { Convolution => 9L * Channels * Channels, Depthwise => 9 * Channels, _ => 0 };
            macs += weights * pixels;
            parameters += weights + (weights > 0 ? 2 * Channels : 0);
        }

        return new Costs(macs, parameters);
    }

    public WeightLayout Weights(InputSpec input, Precision precision) => ToyWeights.Of(precision);

    private string[] Words(Architecture architecture) => architecture.Space == Name
        ? architecture.Text.Split('>')
        : throw new ArgumentException($"'{architecture.Text}' is of the space '{architecture.Space}', not of {Name}.", nameof(architecture));
}
