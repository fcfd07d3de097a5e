using System.Text;
using LatBench.LatencyTables.Csv;
using LatBench.TestKit;

namespace LatBench.LatencyTables.Tests.Fuzz;

/// <summary>Tables of <c>corpus</c>, changed at random. A table that once broke the reader is added there.</summary>
public sealed class TableFuzzTests
{
    private const int Changed = 400;
    private const int MostChanges = 6;

    private static readonly string[] Words =
        [",", ";", "\t", "#", "sep=;\n", "1,5", "\"", "\"\"", "\n", "\r\n", "\r", "\0", "\u001b[31m", " ", "arch_str", "arch_index", "000100", "|none~0|", "nan", "-1", "1e308", "1e-320", "9999999999999999999", "١", "\ud800", "a", new('x', 5000)];

    private static readonly IndexTable Indices = IndexTable.Parse(Nas201.SearchSpace, "index.csv", ["arch_index,arch_str", "7,000100", "8,000200"]);

    public static TheoryData<string> Corpus =>
        [.. Directory.EnumerateFiles(Folder, "*.csv").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private static string Folder => RepositoryRoot.PathOf("tests", "LatencyTables.Tests", "Fuzz", "corpus");

    [Theory]
    [MemberData(nameof(Corpus))]
    public void Any_table_is_read_or_refused_in_one_sentence(string file)
    {
        var text = File.ReadAllText(Path.Combine(Folder, file));
        var random = new Random(file.Length);
        Read(text);
        for (var i = 0; i < Changed; i++)
            Read(Change(text, random));
    }

    /// <summary>Reads the text as a command does: everything in it is imported, or nothing, and then the user is told of it.</summary>
    private static void Read(string text)
    {
        var lines = text.Split('\n');
        Refusing(() =>
        {
            var table = LatencyTable.Parse(Nas201.SearchSpace, "t.csv", text, Indices);
            foreach (var column in table.Columns)
            {
                Refusing(() =>
                {
                    var read = table.Read(column);
                    Assert.InRange(read.Latencies.Count + read.Empty + read.Repeated + read.NotMeasurable, 0, table.RowCount);
                    Assert.All(read.Latencies, row => Assert.InRange(row.Latency.Nanoseconds, double.Epsilon, double.MaxValue));
                });
            }
        });
        Refusing(() => TableText.Decode("t.csv", Encoding.UTF8.GetBytes(text)));
        Refusing(() => TableText.Decode("t.csv", Encoding.Latin1.GetBytes(text)));
        Refusing(() => IndexTable.Parse(Nas201.SearchSpace, "t.csv", lines));
        Refusing(() => Assert.All(ArchitectureFile.Parse(Nas201.SearchSpace, "t.csv", text), architecture => Assert.True(Nas201.SearchSpace.WhyNotMeasurable(architecture) is null)));
    }

    private static void Refusing(Action action)
    {
        try
        {
            action();
        }
        catch (TableException refused)
        {
            Assert.NotEmpty(refused.Message);
        }
    }

    private static string Change(string text, Random random)
    {
        var changed = new StringBuilder(text);
        for (var changes = random.Next(1, MostChanges + 1); changes > 0; changes--)
        {
            var at = random.Next(changed.Length + 1);
            switch (random.Next(4))
            {
                case 0 when at < changed.Length:
                    changed.Remove(at, random.Next(1, Math.Min(20, changed.Length - at) + 1));
                    break;
                case 1 when at < changed.Length:
                    changed[at] = (char)random.Next(0x20, 0x250);
                    break;
                case 2:
                    var start = random.Next(changed.Length + 1);
                    changed.Insert(at, changed.ToString(start, random.Next(Math.Min(40, changed.Length - start) + 1)));
                    break;
                default:
                    changed.Insert(at, Words[random.Next(Words.Length)]);
                    break;
            }
        }

        return changed.ToString();
    }
}
