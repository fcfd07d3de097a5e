using LatBench.Cli.CommandLine;
using LatBench.Contracts.Transport;
using LatBench.Hosting;

namespace LatBench.Cli.Connection;

/// <summary>The address of the coordinator's gRPC port, and whether it is the default.</summary>
/// <param name="Uri">The address.</param>
/// <param name="IsDefault">True where neither the option, nor the environment, nor the data directory names an address.</param>
internal sealed record ServerAddress(Uri Uri, bool IsDefault)
{
    public const string Variable = "LATBENCH_SERVER";

    private const string Default = "http://127.0.0.1:7081";

    /// <summary>The option, else the environment, else the coordinator of the data directory, else the default.</summary>
    /// <exception cref="CliException">The text is not an address.</exception>
    public static ServerAddress Resolve(string? option, CliEnvironment environment, DataDirectory data)
    {
        if (option is not null)
            return new(Parse(option, "--server"), IsDefault: false);
        if (environment.Variable(Variable) is { Length: > 0 } variable)
            return new(Parse(variable, Variable), IsDefault: false);
        return data.ReadCoordinator() is { } running
            ? new(Parse(running.Grpc, $"coordinator.json in {data.Path}"), IsDefault: false)
            : new(new Uri(Default), IsDefault: true);
    }

    private static Uri Parse(string text, string source) =>
        CoordinatorAddress.TryParse(text, out var address, out var fault)
            ? address
            : throw new CliException($"{source} names '{text}', {fault}.", ExitCode.WrongUsage);
}
