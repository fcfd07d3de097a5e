using LatBench.Bench;

var benchmarks = new SortedDictionary<string, Func<int>>(StringComparer.Ordinal)
{
    [ExportBench.Name] = ExportBench.Run,
};

if (args is [var name] && benchmarks.TryGetValue(name, out var run))
    return run();

Console.Error.WriteLine($"usage: ./bench.sh NAME, where NAME is one of: {string.Join(", ", benchmarks.Keys)}");
return 2;
