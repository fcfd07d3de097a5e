using LatBench.Contracts.V1;

namespace LatBench.Cli.Searches;

/// <summary>The accuracies that answer a search in place of training.</summary>
internal interface IAccuracySource : IDisposable
{
    /// <summary>Gets the candidates that the search may suggest; none where there is an answer for every architecture of the space.</summary>
    IEnumerable<SearchCandidate> Candidates { get; }

    /// <summary>Gets the accuracy of an architecture, as a report; a failure where there is none.</summary>
    /// <param name="architecture">The text of a suggestion.</param>
    /// <exception cref="CommandLine.CliException">The source fails.</exception>
    AccuracyReport Answer(string architecture);
}
