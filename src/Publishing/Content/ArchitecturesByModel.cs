using LatBench.SearchSpaces;
using LatBench.Storage.Measurements;

namespace LatBench.Publishing.Content;

/// <summary>The architectures of the selection, by the model that they share.</summary>
internal sealed class ArchitecturesByModel
{
    private readonly Dictionary<string, List<(string Text, string Code)>> _byModel = new(StringComparer.Ordinal);

    public static async Task<ArchitecturesByModel> ReadAsync(
        IPublicationSource source, PublicationSelection selection, CancellationToken cancellationToken)
    {
        var space = SearchSpaceRegistry.BuiltIn.Default;
        var architectures = new ArchitecturesByModel();
        await foreach (var (text, model) in source.ReadArchitecturesAsync(selection, cancellationToken))
        {
            if (!architectures._byModel.TryGetValue(model, out var sharing))
                architectures._byModel.Add(model, sharing = []);
            var architecture = space.Parse(text);
            sharing.Add((architecture.Text, space.Code(architecture)));
        }

        return architectures;
    }

    /// <summary>The architectures of one measurement's model.</summary>
    /// <exception cref="SnapshotRefusedException">There is none: the model came after the list was read.</exception>
    public IReadOnlyList<(string Text, string Code)> Of(Measurement measurement) =>
        _byModel.GetValueOrDefault(measurement.Model.Sha256)
        ?? throw new SnapshotRefusedException($"The selection changed while it was read (model {measurement.Model.Sha256} is new); make the snapshot again.");
}
