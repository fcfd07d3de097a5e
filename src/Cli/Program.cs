using System.Globalization;
using LatBench.Cli;
using LatBench.Cli.CommandLine;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var interruption = new Interruption();
return await LatBenchCommand.RunAsync(args, CliEnvironment.OfThisProcess(), interruption.Token);
