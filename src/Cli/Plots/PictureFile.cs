using System.CommandLine;
using System.Text.Json.Serialization;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Hosting.Files;
using LatBench.Plotting;

namespace LatBench.Cli.Plots;

/// <summary>The options of commands that draw a picture, and the file that they write it to.</summary>
internal sealed class PictureFile
{
    private static readonly string Extensions = string.Join(" or ", PictureFormat.All.Select(format => format.Extension));

    private readonly Option<string> _output = new("--out", "-o") { Description = $"The picture to write; the end of its name, {Extensions}, says the format.", HelpName = "FILE", Required = true };

    private readonly Option<int> _width = OptionFactory.Whole("--width", "Width in pixels; text and points grow with the picture.", PictureOptions.MinWidth, PictureOptions.MaxSize, PictureOptions.DefaultWidth);

    private readonly Option<int> _height = OptionFactory.Whole("--height", "Height in pixels.", PictureOptions.MinHeight, PictureOptions.MaxSize, PictureOptions.DefaultHeight);

    private readonly Option<bool> _dark = new("--dark") { Description = "Draw on a dark background." };

    private readonly Option<bool> _json = OptionFactory.Json();

    public PictureFile() => _output.Validators.Add(result =>
    {
        if (result.Tokens is [var path] && !PictureFormat.TryFind(path.Value, out _))
            result.AddError($"--out takes a file whose name ends in {Extensions}, not '{Printable.OneLine(path.Value)}'.");
    });

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _output, _width, _height, _dark, _json })
            command.Add(option);
    }

    /// <summary>Draws and writes the picture, and says so.</summary>
    /// <param name="context">The run of the command.</param>
    /// <param name="chart">The content.</param>
    /// <param name="points">The number of networks in it.</param>
    /// <exception cref="CliException">The file cannot be written.</exception>
    public void Write(CommandContext context, Chart chart, int points)
    {
        var path = context.Get(_output)!;
        if (!PictureFormat.TryFind(path, out var format))
            throw new InvalidOperationException("The name was checked before.");
        var options = new PictureOptions { Width = context.Get(_width), Height = context.Get(_height), Dark = context.Get(_dark) };
        var content = format.Write(chart, options);
        FileGuard.Run($"{path} cannot be written", "name another file with --out", () => OutputFile.Write(path, content));
        if (context.Get(_json))
            context.Terminal.Json(new PictureReport(path, chart.Title, points, options.Width, options.Height), PictureJsonContext.Default.PictureReport);
        else
            context.Terminal.Line($"{path}: {chart.Title}, {Figures.Count(points, "network")}");
    }
}

/// <summary>The output of <c>plot --json</c>.</summary>
internal sealed record PictureReport(string Path, string Title, int Networks, int Width, int Height);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(PictureReport))]
internal sealed partial class PictureJsonContext : JsonSerializerContext;
