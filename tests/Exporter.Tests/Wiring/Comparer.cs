using System.Runtime.InteropServices;
using System.Text.Json;
using LatBench.Models;
using LatBench.TestKit;

namespace LatBench.Exporter.Tests.Wiring;

/// <summary>Runs exported graphs in ONNX Runtime, and the networks of the same architectures, defined in PyTorch, with the same weights.</summary>
internal static class Comparer
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Runs networks of one space; PyTorch starts once for all of them.</summary>
    /// <param name="cases">The networks.</param>
    public static async Task<IReadOnlyList<Comparison>> RunAsync(IEnumerable<WiringCase> cases)
    {
        using var folder = new TempDirectory();
        var models = new List<(WiringCase Case, float[] Logits)>();
        await using (var files = new CaseFiles(folder))
        {
            foreach (var one in cases)
            {
                var model = RandomModel.Run(one); // up to hundreds of megabytes: not kept
                files.Add(model);
                models.Add((one, model.Logits));
            }
        }

        var output = await PyTorch.RunAsync("networks.py", folder.Directory);
        var answers = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<Answer>(line, Json)!).ToArray();
        Assert.Equal(models.Count, answers.Length);
        return [.. models.Zip(answers, (model, answer) => new Comparison(model.Case, model.Logits, answer.Logits, answer.Mistakes))];
    }

    private sealed record Answer(float[] Logits, Mistake[] Mistakes);

    /// <summary>The files that <c>networks.py</c> reads: <c>cases.json</c> and <c>values.bin</c>.</summary>
    private sealed class CaseFiles(TempDirectory folder) : IAsyncDisposable
    {
        private readonly FileStream _values = File.Create(folder.PathOf("values.bin"));

        private readonly List<object> _cases = [];

        private string _space = "";

        public void Add(RandomModel model)
        {
            var spec = model.Case.Spec;
            _space = spec.Space.Name;
            _cases.Add(new
            {
                Architecture = model.Case.Text,
                Input = spec.Input.Name,
                Variant = spec.Configuration.GraphVariant.Name(),
                Shape = spec.InputShape,
                Image = Append(model.Image),
                Tensors = model.Tensors.ToDictionary(tensor => tensor.Place, tensor => new { Offset = Append(tensor.Values), tensor.Shape }),
                model.Case.Mistakes,
            });
        }

        public async ValueTask DisposeAsync()
        {
            await _values.DisposeAsync();
            await File.WriteAllTextAsync(folder.PathOf("cases.json"), JsonSerializer.Serialize(new { Space = _space, Cases = _cases }, Json));
        }

        /// <summary>Writes elements behind those that are there.</summary>
        /// <returns>The number of elements before them.</returns>
        private long Append(float[] values)
        {
            var offset = _values.Position / sizeof(float);
            _values.Write(MemoryMarshal.AsBytes<float>(values));
            return offset;
        }
    }
}
