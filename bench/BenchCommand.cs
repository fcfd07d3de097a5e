using System.CommandLine;
using System.Text.Json;
using Grpc.Core;

namespace LatBench.Bench;

/// <summary>The parts that every benchmark has in common: its head lines, its last line, its errors.</summary>
internal static class BenchCommand
{
    private const int Failed = 1;
    private const int Interrupted = 130;

    /// <summary>A command that says on what it runs, then runs, then says under which load it ran.</summary>
    public static Command Create(string name, string description, IEnumerable<Option> options, Func<ParseResult, CancellationToken, Task<object>> run)
    {
        var command = new Command(name, description);
        foreach (var option in options) command.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Console.WriteLine($"machine:  {Machine.Describe()}");
            Console.WriteLine($"load:     {Machine.Load()} at the start");
            try
            {
                var figures = await run(parsed, cancellationToken);
                Console.WriteLine($"load:     {Machine.Load()} at the end");
                Console.WriteLine(JsonSerializer.Serialize(figures));
                return 0;
            }
            catch (Exception exception) when (exception is BenchException or Prediction.PredictionException or Search.SearchException or LatencyTables.TableException)
            {
                await Console.Error.WriteLineAsync(exception.Message);
                return Failed;
            }
            catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync($"The coordinator did not answer as expected ({exception.StatusCode}: {exception.Status.Detail}); try again when the machine is less busy.");
                return Failed;
            }
            catch (Exception exception) when (exception is RpcException or OperationCanceledException)
            {
                await Console.Error.WriteLineAsync("Interrupted.");
                return Interrupted;
            }
        });
        return command;
    }

    /// <summary>An option with a whole number, from 1 on unless told otherwise.</summary>
    public static Option<int> Count(string name, int value, string description, int least = 1)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < least) result.AddError($"{name} must be {least} or more.");
        });
        return option;
    }
}
