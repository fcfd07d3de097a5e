using System.Globalization;

namespace LatBench.ModelFiles.InputFiles;

/// <summary>A folder <c>test_data_set_N</c> beside a model: <c>input_0.pb</c>, <c>input_1.pb</c>, …, and expected outputs <c>output_0.pb</c>, ….</summary>
/// <param name="Inputs">The inputs, with the names of the model's.</param>
/// <param name="Outputs">The expected outputs, with the names of the model's.</param>
public sealed record TestDataSet(IReadOnlyList<InputData> Inputs, IReadOnlyList<InputData> Outputs)
{
    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="model">The model; tensors without a name take the one of the input or output at their number.</param>
    /// <param name="limits">The limits; <see cref="ModelFileLimits.Default"/> where it is null.</param>
    /// <exception cref="ModelFileException">It cannot be used; the message is one sentence for the user.</exception>
    public static TestDataSet Read(string folder, ModelDescription model, ModelFileLimits? limits = null)
    {
        var name = PrintableText.Of(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)));
        if (!Directory.Exists(folder))
            throw new ModelFileException($"The folder {name} does not exist: check the path.");
        var inputs = Read(name, folder, "input", model.Inputs, limits);
        if (inputs.Count == 0)
            throw new ModelFileException($"The folder {name} holds no input_0.pb: give a folder in the form of ONNX's test_data_set_0.");
        foreach (var data in inputs)
        {
            if (data.WhyNot(model.Inputs.First(input => input.Name == data.Name)) is { } reason)
                throw new ModelFileException($"{name}: {reason}");
        }

        return new TestDataSet(inputs, Read(name, folder, "output", model.Outputs, limits));
    }

    private static List<InputData> Read(string name, string folder, string kind, IReadOnlyList<TensorInput> known, ModelFileLimits? limits)
    {
        var tensors = new List<InputData>();
        for (var number = 0; ; number++)
        {
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{kind}_{number}.pb"));
            if (!File.Exists(path))
                return tensors;
            if (number >= known.Count)
                throw new ModelFileException(string.Create(CultureInfo.InvariantCulture, $"The folder {name} holds {Path.GetFileName(path)}, and the model has only {known.Count} {kind}s: give the folder of this model."));
            var tensor = TensorFile.Read(path, limits);
            tensors.Add(known.Any(value => value.Name == tensor.Name) ? tensor : tensor with { Name = known[number].Name });
        }
    }
}
