using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Models;

namespace LatBench.Cli.Measure;

/// <summary><c>latbench measure</c>.</summary>
internal static class MeasureCommand
{
    public static Command Create(CliHost host)
    {
        var files = Files(ArgumentArity.OneOrMore);
        var options = new MeasureOptions();
        var profile = new Option<bool>("--profile") { Description = "Run every model once more, untimed, under the runtime's profiler, and print the ten operators that take the longest." };
        var remeasure = new Option<bool>("--remeasure") { Description = "Measure again what is already measured and valid." };
        var json = OptionFactory.Json();
        var command = host.Command(
            "measure",
            "Measure the latency of ONNX files: on this machine, or on --target or --device of a coordinator that runs (--server).",
            "latbench measure resnet18.onnx",
            "latbench measure models/ --threads 1,2 --precision fp32,int8",
            "latbench measure bert.onnx --dim batch=1 --dim sequence=128 --input-range input_ids=0..29999 --profile",
            "latbench measure detector.onnx --custom-operators libmy_operators.so");
        command.Add(files);
        options.AddTo(command);
        foreach (var option in new Option[] { profile, remeasure, json })
            command.Add(option);
        return command.SetHandler(async context =>
        {
            var plan = options.Read(context, ModelPaths.Expand(context.Get(files)!)) with { Profile = context.Get(profile), Remeasure = context.Get(remeasure) };
            var result = await new MeasureRun(context, plan).RunAsync();
            if (context.Get(json))
                context.Terminal.Json(MeasureSummary.Of(result), MeasureJson.Default.MeasureSummary);
            else
                MeasureReport.Print(context, result);
            return result.Rows.All(row => row.Reason is null) ? ExitCode.Done : ExitCode.Failed;
        });
    }

    /// <summary>The argument with ONNX files and folders.</summary>
    public static Argument<string[]> Files(ArgumentArity arity) =>
        new("FILE") { Description = "ONNX files, or folders of them; external data are found beside them.", Arity = arity };
}
