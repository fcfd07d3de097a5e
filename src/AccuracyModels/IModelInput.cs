using LatBench.SearchSpaces;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.AccuracyModels;

/// <summary>Describes an architecture to a model of accuracies. Implementations are thread-safe.</summary>
internal interface IModelInput
{
    /// <summary>Gets the names of the inputs, in the order of the values of <see cref="Create"/>.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>Gets the reason in one sentence why the model cannot be asked about an architecture; null where it can.</summary>
    /// <param name="architecture">A measurable architecture of the space.</param>
    string? WhyNone(Architecture architecture);

    /// <summary>Creates the values for one architecture, which the caller disposes.</summary>
    /// <param name="architecture">One that the model can be asked about.</param>
    IReadOnlyCollection<OrtValue> Create(Architecture architecture);
}
