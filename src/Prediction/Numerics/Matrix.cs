namespace LatBench.Prediction.Numerics;

/// <summary>A dense matrix, row after row.</summary>
internal sealed class Matrix(int rows, int columns)
{
    public int Rows => rows;

    public int Columns => columns;

    public double[] Values { get; } = new double[(long)rows * columns];

    public ref double this[int row, int column] => ref Values[(row * columns) + column];

    public Span<double> Row(int row) => Values.AsSpan(row * columns, columns);

    public Matrix Transposed()
    {
        var result = new Matrix(columns, rows);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                result[j, i] = this[i, j];
        }

        return result;
    }
}
