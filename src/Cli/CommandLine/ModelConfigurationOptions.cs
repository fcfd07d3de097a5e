using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LatBench.Contracts.Mapping;
using LatBench.Models;
using LatBench.SearchSpaces;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Cli.CommandLine;

/// <summary>The options that name a model configuration: one, one that may be left away, or every combination of four lists.</summary>
internal sealed class ModelConfigurationOptions
{
    /// <summary>The name that the graph variant had before; it goes on working.</summary>
    private const string OldVariant = "--variant";

    private static readonly ISearchSpace DefaultSpace = SearchSpaceRegistry.BuiltIn.Default;

    private static readonly ModelConfiguration Default = ModelConfiguration.DefaultOf(DefaultSpace);

    private readonly Use _use;
    private readonly SpaceOption? _space;
    private readonly Part<string> _input;
    private readonly Part<int> _batch;
    private readonly Part<Precision> _precision;
    private readonly Part<GraphVariant> _graphVariant;

    private ModelConfigurationOptions(Use use, SpaceOption? space)
    {
        (_use, _space) = (use, space);
        _input = Input();
        _batch = Batch();
        _precision = Words("--precision", "Numeric precision", ModelNames.Precisions.ToDictionary(name => name, ModelNames.ParsePrecision), Default.Precision.Name());
        _graphVariant = Words(
            "--graph-variant",
            "Graph of the effective cell only, or with every edge",
            ModelNames.Variants.ToDictionary(name => name, ModelNames.ParseVariant),
            Default.GraphVariant.Name());
        _graphVariant.Option.Aliases.Add(OldVariant);
    }

    private enum Use
    {
        One,
        Optional,
        Lists,
    }

    private IReadOnlyList<ISearchSpace> Spaces => _space?.Spaces.Spaces ?? [DefaultSpace];

    private Option[] Options => [_input.Option, _batch.Option, _precision.Option, _graphVariant.Option];

    /// <summary>One configuration; what is not given of it is the default.</summary>
    /// <param name="space">The option for the search space whose inputs are taken; null for those of the default space.</param>
    public static ModelConfigurationOptions One(SpaceOption? space = null) => new(Use.One, space);

    /// <summary>A configuration that need not be named: without any of its options, whichever there is.</summary>
    /// <param name="space">The option for the search space whose inputs are taken; null for those of the default space.</param>
    public static ModelConfigurationOptions Optional(SpaceOption? space = null) => new(Use.Optional, space);

    /// <summary>Every combination of four lists.</summary>
    /// <param name="space">The option for the search space whose inputs are taken; null for those of the default space.</param>
    public static ModelConfigurationOptions Lists(SpaceOption? space = null) => new(Use.Lists, space);

    public void AddTo(Command command)
    {
        foreach (var option in Options)
            command.Add(option);
    }

    /// <summary>Gets the configuration.</summary>
    public ModelConfiguration Read(CommandContext context) => ReadAll(context).Single();

    /// <summary>Gets the configuration; null where none of the options is given. What is not given of it is the default.</summary>
    public ModelConfiguration? ReadGiven(CommandContext context) => Options.Any(context.IsGiven) ? Read(context) : null;

    /// <summary>Gets every combination, the last list changing fastest.</summary>
    public IReadOnlyList<ModelConfiguration> ReadAll(CommandContext context) =>
    [
        .. from input in _input.Read(context)
           from batch in _batch.Read(context)
           from precision in _precision.Read(context)
           from graphVariant in _graphVariant.Read(context)
           select new ModelConfiguration { Input = input, Batch = batch, Precision = precision, GraphVariant = graphVariant },
    ];

    /// <summary>Gets every combination for uploaded models: a batch and a precision where they are given, else those that a model has.</summary>
    /// <param name="context">The run of the command.</param>
    /// <param name="inputs">The settings of their inputs; null for none.</param>
    public IReadOnlyList<V1.ModelConfig> ReadUploaded(CommandContext context, V1.InputSettings? inputs) =>
    [
        .. from precision in context.IsGiven(_precision.Option) ? _precision.Read(context).Select(one => one.ToProto()) : [V1.Precision.Unspecified]
           from batch in context.IsGiven(_batch.Option) ? _batch.Read(context) : [0]
           select new V1.ModelConfig { InputSettings = inputs, Batch = batch, Precision = precision },
    ];

    /// <summary>Gets the option of a command line that uploaded models do not have; null where there is none.</summary>
    /// <param name="result">The command.</param>
    public Option? NotOfUploaded(CommandResult result) => new[] { _input.Option, _graphVariant.Option }.FirstOrDefault(option => result.GetResult(option) is { Implicit: false });

    // The inputs depend on the space, which is another option: they are checked with the whole command line at hand.
    private Part<string> Input()
    {
        const string Name = "--dataset";
        var isList = _use == Use.Lists;
        var manner = isList ? ", several separated by commas" : "";
        var option = new Option<string[]>(Name)
        {
            Description = _use == Use.Optional
                ? $"The model configuration that is meant, where there are several: input and number of classes: {AllInputs}."
                : $"Input and number of classes: {AllInputs}{manner}. [default: {DefaultInputs}]",
            HelpName = isList ? "LIST" : "DATASET",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };
        option.CompletionSources.Add([.. Spaces.SelectMany(space => space.Inputs.Select(input => $"{input}")).Distinct()]);
        option.Validators.Add(result =>
        {
            if ((_space is null ? DefaultSpace : _space.Of(result)) is not { } space)
                return;
            if (!isList && result.Tokens.Count > 1)
                result.AddError($"{Name} is given {result.Tokens.Count} times: give it once.");
            foreach (var word in result.Tokens.SelectMany(token => Split(token.Value)).Where(word => space.FindInput(word) is null))
                result.AddError($"{Name} takes {string.Join(", ", space.Inputs)}{manner}, not '{word}'.");
        });
        return new Part<string>(option, context => context.IsGiven(option)
            ? [.. context.Get(option)!.SelectMany(Split).Distinct()]
            : [(_space?.Read(context) ?? DefaultSpace).DefaultInput.Name]);
    }

    private string AllInputs => string.Join("; ", Spaces.Select((space, place) => (place == 0 ? "" : $"with {space.Name} ") + string.Join(", ", space.Inputs)));

    private string DefaultInputs => string.Join("; ", Spaces.Select((space, place) => (place == 0 ? "" : $"with {space.Name} ") + space.DefaultInput));

    private IEnumerable<string> Split(string text) => _use == Use.Lists ? text.Split(',').Select(word => word.Trim()) : [text];

    private Part<T> Words<T>(string name, string description, IReadOnlyDictionary<string, T> words, string defaultWord)
    {
        if (_use == Use.Lists)
        {
            var list = ListOption.Words(name, description, words, defaultWord);
            return new Part<T>(list, context => context.Get(list));
        }

        var option = new WordOption<T>(name, description, words, _use == Use.Optional ? null : defaultWord);
        return new Part<T>(option, context => [context.IsGiven(option) ? context.Get(option)! : words[defaultWord]]);
    }

    private Part<int> Batch()
    {
        const string Name = "--batch";
        const string Description = "Images an inference";
        if (_use == Use.Lists)
        {
            var list = ListOption.Whole(Name, Description, 1, ModelConfiguration.MaxBatch, Default.Batch);
            return new Part<int>(list, context => context.Get(list));
        }

        var option = OptionFactory.Whole(Name, string.Create(CultureInfo.InvariantCulture, $"{Description}, 1 to {ModelConfiguration.MaxBatch}."), 1, ModelConfiguration.MaxBatch, _use == Use.Optional ? null : Default.Batch);
        return new Part<int>(option, context => [context.IsGiven(option) ? context.Get(option) : Default.Batch]);
    }

    private sealed record Part<T>(Option Option, Func<CommandContext, IReadOnlyList<T>> Read);
}
