using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Campaigns;
using LatBench.ModelFiles;
using LatBench.ModelFiles.InputFiles;
using LatBench.ModelFiles.Inputs;
using LatBench.Models;
using LatBench.Onnx;
using UploadedModel = LatBench.Storage.Models.UploadedModel;

namespace LatBench.Coordinator.UploadedModels;

/// <summary>Reads the selection of a campaign of uploaded models, and their configurations.</summary>
internal sealed class UploadedSelections(UploadedModelNames names, ModelConversion conversion)
{
    /// <summary>The models in order, none twice, in every configuration. Faults go to <paramref name="faults"/>.</summary>
    public async Task<ICampaignModels> ReadAsync(Campaign campaign, CampaignFaults faults, CancellationToken cancellationToken)
    {
        var models = await ReadModelsAsync(campaign.Selection, faults, cancellationToken);
        IReadOnlyList<ModelConfig> asked = campaign.ModelConfigs.Count > 0 ? campaign.ModelConfigs : [campaign.ModelConfig ?? new ModelConfig()];
        string Field(int place) => campaign.ModelConfigs.Count > 0 ? $"model_configs[{place}]" : "model_config";
        return new UploadedGrid(models, [.. asked.Select((config, place) => Read(config, Field(place), faults)).Distinct()], conversion);
    }

    private async Task<IReadOnlyList<UploadedModel>> ReadModelsAsync(Selection selection, CampaignFaults faults, CancellationToken cancellationToken)
    {
        if (selection.ChoiceCase != Selection.ChoiceOneofCase.Architectures || selection.Architectures.Architectures.Count == 0)
        {
            faults.Add("selection", "Uploaded models are selected by name: give at least one, as `latbench models list` shows them.");
            return [];
        }

        var models = new List<UploadedModel>();
        foreach (var (place, text) in selection.Architectures.Architectures.Index())
        {
            var id = UploadedModelNames.IdOf(text);
            var (model, reason) = await names.FindAsync(id, cancellationToken);
            if (model is not null)
                models.Add(model);
            else
                faults.Add($"selection.architectures.architectures[{place}]", reason ?? await names.NotFoundAsync(id, cancellationToken));
        }

        return [.. models.DistinctBy(model => model.Sha256)];
    }

    private static UploadedConfiguration Read(ModelConfig config, string field, CampaignFaults faults)
    {
        if (config.Dataset != Dataset.Unspecified)
            faults.Add($"{field}.dataset", "An uploaded model has no dataset: its inputs are set with `input_settings`.");
        if (config.Input.Length > 0 && config.InputSettings is not null)
            faults.Add($"{field}.input", "The request has the inputs as a text and as settings: leave one of them away.");
        if (config.InputSettings is { Tolerance: not (>= 0 and < 1e6) })
            faults.Add($"{field}.input_settings.tolerance", "The tolerance is 0 or more.");
        if (config.Batch != 0 && ModelConfiguration.WhyNotBatch(config.Batch) is { } reason)
            faults.Add($"{field}.batch", reason);
        try
        {
            return new UploadedConfiguration(config, ReadInputs(config));
        }
        catch (FormatException exception)
        {
            faults.Add($"{field}.{(config.Input.Length > 0 ? "input" : "input_settings")}", exception.Message);
            return new UploadedConfiguration(config, new InputRequest());
        }
    }

    private static Dictionary<string, InputData> ReadData(IEnumerable<KeyValuePair<string, TensorData>> data) =>
        data.ToDictionary(entry => entry.Key, entry => Read(entry.Key, entry.Value), StringComparer.Ordinal);

    private static InputData Read(string name, TensorData data)
    {
        var type = ElementTypes.Find(data.Type) ?? throw new FormatException($"'{PrintableText.Of(data.Type)}' is no type of elements: use float32, int64 and the like.");
        var elements = ElementTypes.Elements(data.Dimensions);
        return elements is not null && (type == ElementType.String ? TextBytes.Count(data.Data.Span) == elements : type.Bytes(elements.Value) == data.Data.Length)
            ? new InputData(name, type, [.. data.Dimensions], data.Data.Memory)
            : throw new FormatException($"The values of '{PrintableText.Of(name)}' have {data.Data.Length} bytes, which do not fit their type and dimensions.");
    }

    private static InputRequest ReadInputs(ModelConfig config)
    {
        if (config.Input.Length > 0)
        {
            var plan = InputPlan.Parse(config.Input);
            return new InputRequest
            {
                Shapes = plan.Inputs.ToDictionary(input => input.Name, input => input.Shape.ToArray(), StringComparer.Ordinal),
                Values = plan.Inputs.ToDictionary(input => input.Name, input => input.Rule, StringComparer.Ordinal),
            };
        }

        var settings = config.InputSettings ?? new InputSettings();
        return new InputRequest
        {
            Dimensions = settings.Dimensions.ToDictionary(StringComparer.Ordinal),
            Shapes = settings.Shapes.ToDictionary(shape => shape.Key, shape => shape.Value.Dimensions.ToArray(), StringComparer.Ordinal),
            Values = settings.Values.ToDictionary(values => values.Key, values => ValueRule.Parse(values.Value) ?? throw new FormatException($"'{PrintableText.Of(values.Value)}' are no values: use ones, zeros, uniform LOW HIGH or integers LOW HIGH."), StringComparer.Ordinal),
            Data = ReadData(settings.Data),
            Expected = ReadData(settings.Expected),
            Tolerance = settings.Tolerance == 0 ? InputRequest.DefaultTolerance : settings.Tolerance,
            Batch = config.Batch == 0 ? null : config.Batch,
        };
    }
}

/// <summary>A configuration of uploaded models.</summary>
/// <param name="Asked">The configuration as it was asked for.</param>
/// <param name="Inputs">The settings of its inputs.</param>
internal sealed record UploadedConfiguration(ModelConfig Asked, InputRequest Inputs)
{
    /// <summary>Gets the precision; null for the one that a model has as it is.</summary>
    public SearchSpaces.Precision? Precision => Asked.Precision == Contracts.V1.Precision.Unspecified ? null : Asked.Precision.ToDomain();

    /// <summary>Gets the configuration as the campaign keeps it: without real values, which the models have.</summary>
    public ModelConfig Kept
    {
        get
        {
            var kept = Asked.Clone();
            kept.InputSettings?.Data.Clear();
            kept.InputSettings?.Expected.Clear();
            return kept;
        }
    }

    /// <summary>Gets the configuration of a model whose inputs are planned.</summary>
    public static ModelConfiguration Of(InputPlan plan, SearchSpaces.Precision precision) => new()
    {
        Input = plan.Text,
        Batch = (int)Math.Min(plan.Batch, int.MaxValue),
        Precision = precision,
        GraphVariant = SearchSpaces.GraphVariant.Literal,
    };

    /// <summary>Determines whether both ask for the same.</summary>
    public bool Equals(UploadedConfiguration? other) => other is not null && Asked.Equals(other.Asked);

    /// <inheritdoc/>
    public override int GetHashCode() => Asked.GetHashCode();
}
