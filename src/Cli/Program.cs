using System.Globalization;
using LatBench.Cli;
using LatBench.Cli.CommandLine;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var environment = CliEnvironment.OfThisProcess();
using var interruption = new Interruption(environment);
var exitCode = await LatBenchCommand.RunAsync(args, environment, interruption.Token);
return interruption.ExitCode ?? exitCode;
