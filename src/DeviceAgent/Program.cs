return await LatBench.DeviceAgent.Commands.AgentCommand.InvokeAsync(args).ConfigureAwait(false);
