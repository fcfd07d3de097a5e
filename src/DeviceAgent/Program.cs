using System.Globalization;

// LatBench has no use for ICU. A 0 from outside would end the agent and its runners where ICU is absent.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1");
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return await LatBench.DeviceAgent.Commands.AgentCommand.InvokeAsync(args).ConfigureAwait(false);
