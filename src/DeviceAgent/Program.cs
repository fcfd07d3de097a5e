using System.Globalization;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return await LatBench.DeviceAgent.Commands.AgentCommand.InvokeAsync(args).ConfigureAwait(false);
