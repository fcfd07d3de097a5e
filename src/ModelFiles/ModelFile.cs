using LatBench.ModelFiles.Inputs;
using LatBench.ModelFiles.Reading;
using LatBench.ModelFiles.Splitting;

namespace LatBench.ModelFiles;

/// <summary>A user's model, read and checked. The data of its large tensors stays in its files, which must not change while it is in use.</summary>
public sealed class ModelFile
{
    private readonly ReadModel _model;
    private readonly string _name;

    private ModelFile(ReadModel model, string name)
    {
        (_model, _name) = (model, name);
        Description = ModelDescriber.Describe(model);
    }

    /// <summary>Gets the model in figures and names.</summary>
    public ModelDescription Description { get; }

    /// <summary>Reads a model and checks all that can be told without running it.</summary>
    /// <param name="path">The .onnx file, with its external data in the same folder.</param>
    /// <param name="limits">The limits; <see cref="ModelFileLimits.Default"/> where it is null.</param>
    /// <param name="name">The name of the model in messages; the name of the file where it is null.</param>
    /// <exception cref="ModelFileException">It cannot be used; the message is one sentence for its user.</exception>
    public static ModelFile Read(string path, ModelFileLimits? limits = null, string? name = null)
    {
        var printable = PrintableText.Of(name ?? Path.GetFileName(path));
        return new ModelFile(new ModelReader(path, printable, limits ?? ModelFileLimits.Default).Read(), printable);
    }

    /// <summary>Splits the model into the two parts in which models are stored and dispatched.</summary>
    /// <param name="weightsPath">The file that the large tensors are written to; it is replaced where it exists, and not left behind where no tensor is large.</param>
    /// <returns>The graph, and the name under which the weights file must lie beside it.</returns>
    /// <exception cref="ModelFileException">The model's files changed since they were read.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read or written.</exception>
    public SlimModel Split(string weightsPath) => ModelSplitter.Split(_model, _name, weightsPath);

    /// <summary>Decides shapes and values of the inputs.</summary>
    /// <param name="request">The wishes of the user.</param>
    /// <param name="limits">The limits; <see cref="ModelFileLimits.Default"/> where it is null.</param>
    /// <exception cref="ModelFileException">The request does not fit the model, or an input cannot be filled.</exception>
    public InputPlan PlanInputs(InputRequest request, ModelFileLimits? limits = null) => InputPlan.Resolve(_model.Model, request, limits);
}
