using System.Globalization;
using LatBench.Coordinator.Hosting;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return await CoordinatorCommand.InvokeAsync(args);
