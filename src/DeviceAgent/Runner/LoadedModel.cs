using LatBench.DeviceAgent.Providers;
using LatBench.Measurements;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.DeviceAgent.Runner;

/// <summary>A session with its inputs and outputs bound to memory that stays in place from one inference to the next.</summary>
internal sealed class LoadedModel : IInference, IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _runOptions = new();
    private readonly List<IDisposable> _owned = [];

    // Inputs to copy to the device at every inference; none for the CPU, and none where they are resident.
    private HostInput[] _copied = [];
    private bool _synchronise;

    private LoadedModel(InferenceSession session)
    {
        _session = session;
        _binding = session.CreateIoBinding();
    }

    /// <summary>Binds a session as its plan says; owns it from then on, also when binding fails.</summary>
    public static LoadedModel Bind(InferenceSession session, JobPlan plan)
    {
        var model = new LoadedModel(session);
        try
        {
            var inputs = ModelInputs.CreateAll(session).Select(input => new HostInput(input.Name, model.Own(input.Value))).ToArray();
            foreach (var input in inputs) input.BindTo(model._binding);
            if (plan.IoMode == IoMode.Resident)
            {
                model.BindOutputsOnDevice(plan);
                model._synchronise = true;
            }
            else
            {
                BindOutputsOnHost(session, model._binding, model._owned);
                if (plan.Provider is not null) model._copied = inputs;
            }

            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>One inference, ended when its outputs are there.</summary>
    public void Run()
    {
        foreach (var input in _copied) input.BindTo(_binding);
        _session.RunWithBinding(_runOptions, _binding);
        if (_synchronise) _binding.SynchronizeBoundOutputs();
    }

    /// <summary>Throws unless every output of the latest inference is finite, and as expected where the model says what is; where they lie on a device, of one more inference.</summary>
    public void RequireFiniteOutputs()
    {
        if (!_synchronise)
        {
            RequireOutputs(_binding);
            return;
        }

        List<IDisposable> owned = [];
        try
        {
            using var binding = _session.CreateIoBinding();
            foreach (var (name, input) in ModelInputs.CreateAll(_session))
            {
                owned.Add(input);
                binding.BindInput(name, input);
            }

            BindOutputsOnHost(_session, binding, owned);
            _session.RunWithBinding(_runOptions, binding);
            RequireOutputs(binding);
        }
        finally
        {
            foreach (var value in owned) value.Dispose();
        }
    }

    public void Dispose()
    {
        _binding.Dispose();
        _runOptions.Dispose();
        // A value before the allocator that it came from.
        for (var index = _owned.Count - 1; index >= 0; index--) _owned[index].Dispose();
        _session.Dispose();
    }

    private void RequireOutputs(OrtIoBinding binding)
    {
        var metadata = _session.ModelMetadata.CustomMetadataMap;
        var tolerance = InputValues.ToleranceOf(metadata);
        using var outputs = binding.GetOutputValues();
        foreach (var (name, value) in binding.GetOutputNames().Zip(outputs))
        {
            OutputCheck.RequireFinite(name, value);
            if (InputValues.ExpectedOf(name, metadata) is { } expected) OutputCheck.RequireExpected(name, value, expected, tolerance);
        }
    }

    private static void BindOutputsOnHost(InferenceSession session, OrtIoBinding binding, List<IDisposable> owned)
    {
        foreach (var (name, metadata) in session.OutputMetadata)
        {
            if (FixedShape(metadata) is not { } dimensions)
            {
                binding.BindOutputToDevice(name, OrtMemoryInfo.DefaultInstance);
                continue;
            }

            TensorSize.Require("output", name, dimensions);
            var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, metadata.ElementDataType, dimensions);
            owned.Add(value);
            binding.BindOutput(name, value);
        }
    }

    private void BindOutputsOnDevice(JobPlan plan)
    {
        var places = Own(_session.GetMemoryInfosForOutputs());
        foreach (var (name, place) in _session.OutputNames.Zip(places))
        {
            if (place.GetDeviceType() == OrtMemoryInfoDeviceType.CPU)
            {
                throw new JobException(
                    FailureReason.TargetUnsupported,
                    $"The execution provider '{plan.Provider?.Name ?? Hardware.TargetCatalog.CpuProvider}' leaves the output '{name}' in the host's memory, so there is no device-resident mode.");
            }

            var metadata = _session.OutputMetadata[name];
            if (FixedShape(metadata) is { } dimensions)
            {
                TensorSize.Require("output", name, dimensions);
                _binding.BindOutput(name, Own(OrtValue.CreateAllocatedTensorValue(Own(new OrtAllocator(_session, place)), metadata.ElementDataType, dimensions)));
            }
            else
            {
                _binding.BindOutputToDevice(name, place);
            }
        }
    }

    private static long[]? FixedShape(NodeMetadata metadata)
    {
        var dimensions = metadata.IsTensor ? Array.ConvertAll(metadata.Dimensions, dimension => (long)dimension) : null;
        return dimensions is null || dimensions.Any(dimension => dimension < 0) ? null : dimensions;
    }

    private T Own<T>(T value)
        where T : IDisposable
    {
        _owned.Add(value);
        return value;
    }
}
