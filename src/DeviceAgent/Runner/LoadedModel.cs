using Microsoft.ML.OnnxRuntime;

namespace LatBench.DeviceAgent.Runner;

/// <summary>A session with its inputs and outputs bound to memory that stays in place from one inference to the next.</summary>
internal sealed class LoadedModel : IInference, IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _runOptions = new();
    private readonly List<IDisposable> _values = [];

    private LoadedModel(InferenceSession session)
    {
        _session = session;
        _binding = session.CreateIoBinding();
    }

    /// <summary>Binds a session; owns it from then on, also when binding fails.</summary>
    public static LoadedModel Bind(InferenceSession session)
    {
        var model = new LoadedModel(session);
        try
        {
            foreach (var (name, metadata) in session.InputMetadata) model._binding.BindInput(name, model.Own(ModelInputs.Create(name, metadata)));
            foreach (var (name, metadata) in session.OutputMetadata) model.BindOutput(name, metadata);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    public void Run() => _session.RunWithBinding(_runOptions, _binding);

    /// <summary>Throws unless every output of the latest inference is finite.</summary>
    public void RequireFiniteOutputs()
    {
        using var outputs = _binding.GetOutputValues();
        foreach (var (name, value) in _binding.GetOutputNames().Zip(outputs)) OutputCheck.RequireFinite(name, value);
    }

    public void Dispose()
    {
        _binding.Dispose();
        _runOptions.Dispose();
        foreach (var value in _values) value.Dispose();
        _session.Dispose();
    }

    private void BindOutput(string name, NodeMetadata metadata)
    {
        var dimensions = Array.ConvertAll(metadata.Dimensions, dimension => (long)dimension);
        if (!metadata.IsTensor || dimensions.Any(dimension => dimension < 0))
        {
            _binding.BindOutputToDevice(name, OrtMemoryInfo.DefaultInstance);
            return;
        }

        TensorSize.Require("output", name, dimensions);
        _binding.BindOutput(name, Own(OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, metadata.ElementDataType, dimensions)));
    }

    private OrtValue Own(OrtValue value)
    {
        _values.Add(value);
        return value;
    }
}
