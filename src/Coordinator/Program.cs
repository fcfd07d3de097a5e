using System.Globalization;
using LatBench.Coordinator.Hosting;
using LatBench.Onnx;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
RuntimeTelemetry.Disable();
return await CoordinatorCommand.InvokeAsync(args);
