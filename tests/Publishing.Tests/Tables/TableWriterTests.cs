using LatBench.Publishing.Tables;
using LatBench.Publishing.Tests.Fakes;
using LatBench.TestKit;

namespace LatBench.Publishing.Tests.Tables;

public sealed class TableWriterTests
{
    private static readonly Table<int> Numbers = new("numbers", false, "A number.",
    [
        ColumnFactory<int>.Int32("number", row => row, "The number."),
        ColumnFactory<int>.OptionalText("text", row => row % 3 == 0 ? null : $"n{row % 10}", "Some text."),
        ColumnFactory<int>.OptionalInt64("odd", row => row % 2 == 0 ? null : row, "Odd numbers only."),
    ]);

    [Fact]
    public async Task WriteFileAsync_wide_table_has_small_row_groups()
    {
        using var directory = new TempDirectory();
        var path = directory.PathOf("numbers.parquet");
        Table<int> wide = new("numbers", false, "A number.", Numbers.Columns) { RowGroupRows = 1_000 };

        await TableWriter<int>.WriteFileAsync(wide, path, Enumerable.Range(0, 2_500), TestContext.Current.CancellationToken);

        Assert.Equal(3L, DuckDb.Value($"SELECT count(DISTINCT row_group_id) FROM parquet_metadata('{path}')"));
        Assert.Equal(2_500L, DuckDb.Value($"SELECT count(DISTINCT number) FROM '{path}'"));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(122_880, 1)]
    [InlineData(300_000, 3)]
    public async Task WriteFileAsync_any_number_of_rows_is_read_back(int count, int rowGroups)
    {
        using var directory = new TempDirectory();
        var path = directory.PathOf("numbers.parquet");

        var rows = await TableWriter<int>.WriteFileAsync(Numbers, path, Enumerable.Range(0, count), TestContext.Current.CancellationToken);

        Assert.Equal(count, rows);
        Assert.Equal(
            [(long)count, (long)count * (count - 1) / 2, (long)(count - ((count + 2) / 3)), (long)(count / 2)],
            DuckDb.Query($"SELECT count(*), coalesce(sum(number), 0)::BIGINT, count(text), count(odd) FROM '{path}'").Single());
        Assert.Equal((long)rowGroups, DuckDb.Value($"SELECT count(DISTINCT row_group_id) FROM parquet_metadata('{path}') WHERE row_group_num_rows > 0"));
    }
}
