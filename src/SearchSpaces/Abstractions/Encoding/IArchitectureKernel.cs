namespace LatBench.SearchSpaces;

/// <summary>Describes architectures to searches, which compare them by two distances. Implementations are thread-safe.</summary>
public interface IArchitectureKernel
{
    /// <summary>Gets the root of the usual number of places, times two, at which two architectures of the space differ.</summary>
    double TypicalChoiceDistance { get; }

    /// <summary>Gets the usual Euclidean distance between the figures of two architectures of the space.</summary>
    double TypicalFigureDistance { get; }

    /// <summary>Gets the description of an architecture, the same for all that compute the same function.</summary>
    /// <param name="architecture">A measurable architecture of the space.</param>
    KernelPoint Point(Architecture architecture);
}

/// <summary>The description of an architecture to a search.</summary>
/// <param name="Choices">The options at the places of the architecture; two architectures are compared by the number of places that differ.</param>
/// <param name="Figures">Figures of the whole architecture with mean 0 and standard deviation 1 over the space.</param>
public sealed record KernelPoint(byte[] Choices, double[] Figures);
