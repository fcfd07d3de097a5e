namespace LatBench.Cli.Processes;

/// <summary>A program to start as a child process.</summary>
/// <param name="Name">The name of the program in messages.</param>
/// <param name="Program">The executable.</param>
/// <param name="Arguments">Its arguments; never a secret.</param>
/// <param name="Environment">Variables to set, or to take away where null.</param>
internal sealed record ChildPlan(string Name, string Program, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string?> Environment);
