using LatBench.Coordinator.Hosting;

return await CoordinatorCommand.InvokeAsync(args);
