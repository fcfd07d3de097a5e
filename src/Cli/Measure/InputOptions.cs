using System.CommandLine;
using System.CommandLine.Parsing;
using Google.Protobuf;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;
using LatBench.ModelFiles;
using LatBench.ModelFiles.InputFiles;
using LatBench.ModelFiles.Inputs;
using ModelFile = LatBench.ModelFiles.ModelFile;

namespace LatBench.Cli.Measure;

/// <summary>The options for the inputs of users' models: free dimensions, shapes, values.</summary>
internal sealed class InputOptions
{
    private readonly Option<string[]> _dimensions = Pairs("--dim", "Value of a free dimension, such as batch=1 or sequence=128 [default: proposed by name and printed].", "NAME=VALUE", InputRequest.ParseDimension);
    private readonly Option<string[]> _shapes = Pairs("--input-shape", "Shape of an input, such as image=1x3x224x224.", "NAME=SHAPE", InputRequest.ParseShape);
    private readonly Option<string[]> _ranges = Pairs("--input-range", "Values of an input: a range such as ids=0..29999, or ones, or zeros [default: proposed by name].", "NAME=RANGE", InputRequest.ParseValues);

    private readonly Option<string[]> _files = OptionFactory.Repeatable("--input", "Real values of an input: NAME=FILE.npy, or FILE.npz with an array for each of several inputs.", "NAME=FILE");
    private readonly Option<string?> _testData = new("--test-data") { Description = "A folder in the form of ONNX's test_data_set_0: real values of all inputs, for one model only.", HelpName = "FOLDER" };
    private readonly Option<bool> _check = new("--check") { Description = "Compare outputs with those of --test-data; a model whose outputs differ has a reason in place of a latency." };
    private readonly Option<double> _tolerance = new("--check-tolerance") { Description = "The difference that --check allows, absolute and relative added.", HelpName = "T", DefaultValueFactory = _ => InputRequest.DefaultTolerance };

    private Option[] OfAnyModel => [_dimensions, _shapes, _ranges, _files];

    /// <summary>Adds the options that need no ONNX file at hand.</summary>
    public void AddWithoutFilesTo(Command command)
    {
        foreach (var option in OfAnyModel)
            command.Add(option);
    }

    /// <summary>Gets an option of a command line that sets inputs; null where there is none.</summary>
    public Option? Given(CommandResult result) => OfAnyModel.FirstOrDefault(option => result.GetResult(option) is { Implicit: false });

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[.. OfAnyModel, _testData, _check, _tolerance])
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_check) && result.GetValue(_testData) is null)
                result.AddError("--check compares with the outputs of a folder: name it with --test-data.");
            if (result.GetResult(_tolerance) is { Implicit: false } && result.GetValue(_tolerance) is not (>= 0 and < 1e6))
                result.AddError("--check-tolerance takes a number of 0 or more such as 0.001.");
        });
    }

    /// <summary>The settings; null where none is given.</summary>
    /// <exception cref="CliException">A file with values cannot be used.</exception>
    public InputSettings? Read(CommandContext context, IReadOnlyList<string> models)
    {
        var settings = new InputSettings();
        foreach (var (name, value) in context.Get(_dimensions)!.Select(InputRequest.ParseDimension))
            settings.Dimensions[name] = value;
        foreach (var (name, shape) in context.Get(_shapes)!.Select(InputRequest.ParseShape))
            settings.Shapes[name] = new InputShape { Dimensions = { shape } };
        foreach (var (name, rule) in context.Get(_ranges)!.Select(InputRequest.ParseValues))
            settings.Values[name] = rule.ToString();
        try
        {
            foreach (var file in context.Get(_files)!)
                AddFile(settings, file);
            if (context.Get(_testData) is { } folder)
                AddTestData(settings, folder, models, context.Get(_check));
        }
        catch (ModelFileException exception)
        {
            throw new CliException(exception.Message, ExitCode.WrongUsage);
        }

        if (context.Get(_check))
            settings.Tolerance = context.Get(_tolerance);
        return settings.Equals(new InputSettings()) ? null : settings;
    }

    private static void AddFile(InputSettings settings, string option)
    {
        var split = option.IndexOf('=', StringComparison.Ordinal);
        if (split > 0 && !File.Exists(option))
            settings.Data[option[..split]] = ToProto(NumpyFiles.ReadArray(option[(split + 1)..]));
        else
            foreach (var array in NumpyFiles.ReadArrays(option))
                settings.Data[array.Name] = ToProto(array);
    }

    private static void AddTestData(InputSettings settings, string folder, IReadOnlyList<string> models, bool check)
    {
        if (models is not [var model])
            throw new CliException("--test-data is for one model: name one ONNX file.", ExitCode.WrongUsage);
        var data = TestDataSet.Read(folder, ModelFile.Read(model).Description);
        foreach (var input in data.Inputs)
            settings.Data[input.Name] = ToProto(input);
        if (check && data.Outputs.Count == 0)
            throw new CliException($"The folder '{Printable.OneLine(folder)}' has no output_0.pb to compare with: leave --check away.", ExitCode.WrongUsage);
        foreach (var output in check ? data.Outputs : [])
            settings.Expected[output.Name] = ToProto(output);
    }

    private static TensorData ToProto(InputData data) => new() { Type = data.Type.Name(), Dimensions = { data.Shape }, Data = ByteString.CopyFrom(data.Bytes.Span) };

    private static Option<string[]> Pairs<T>(string name, string description, string form, Func<string, T> parse)
    {
        var option = OptionFactory.Repeatable(name, description, form);
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                try
                {
                    parse(token.Value);
                }
                catch (FormatException exception)
                {
                    result.AddError($"{name}: {exception.Message}");
                }
            }
        });
        return option;
    }
}
