using System.Numerics.Tensors;

namespace LatBench.Prediction.Numerics;

/// <summary>The lower triangle L of a symmetric, positive definite matrix A = L·Lᵀ: solves, log-determinant, inverse.</summary>
internal sealed class Cholesky
{
    private const int Block = 48;

    private readonly Matrix _lower;

    private readonly int _threads;

    private Cholesky(Matrix lower, int threads) => (_lower, _threads) = (lower, threads);

    /// <summary>The logarithm of A's determinant.</summary>
    public double LogDeterminant => 2 * Enumerable.Range(0, _lower.Rows).Sum(i => Math.Log(_lower[i, i]));

    /// <summary>Factors a matrix in place, of which only the lower triangle is read; null where it is not positive definite.</summary>
    public static Cholesky? Factor(Matrix a, int threads)
    {
        for (var start = 0; start < a.Rows; start += Block)
        {
            var (first, end) = (start, Math.Min(start + Block, a.Rows));
            ForRows(first, a.Rows, threads, (from, to) =>
                RowProducts.Apply(a, from, to, a, first, end, 0, first, (row, column, product) => a[row, column] -= product));
            for (var i = first; i < end; i++)
            {
                if (!FactorRow(a, i, first, i))
                    return null;
            }

            ForRows(end, a.Rows, threads, (from, to) =>
            {
                for (var row = from; row < to; row++)
                    SolveRow(a, row, first, end);
            });
        }

        return new Cholesky(a, threads);
    }

    /// <summary>Solves A·x = b.</summary>
    public double[] Solve(ReadOnlySpan<double> b)
    {
        var x = b.ToArray();
        for (var i = 0; i < x.Length; i++)
            x[i] = (x[i] - TensorPrimitives.Dot<double>(_lower.Row(i)[..i], x.AsSpan(0, i))) / _lower[i, i];
        for (var i = x.Length - 1; i >= 0; i--)
        {
            x[i] /= _lower[i, i];
            TensorPrimitives.MultiplyAdd(_lower.Row(i)[..i], -x[i], x.AsSpan(0, i), x.AsSpan(0, i));
        }

        return x;
    }

    /// <summary>The whole of A's inverse.</summary>
    public Matrix Inverse()
    {
        var n = _lower.Rows;
        var columns = new Matrix(n, n); // row i holds column i of L's inverse
        ForRows(0, n, _threads, (from, to) =>
        {
            for (var start = 0; start < n; start += Block)
            {
                var (first, end) = (start, Math.Min(start + Block, n));
                if (end <= from)
                    continue;
                RowProducts.Apply(columns, from, to, _lower, first, end, Math.Min(from, first), first, (row, column, product) => columns[row, column] = -product);
                for (var row = from; row < to; row++)
                {
                    for (var k = Math.Max(first, row); k < end; k++)
                    {
                        var known = TensorPrimitives.Dot<double>(_lower.Row(k)[first..k], columns.Row(row)[first..k]);
                        columns[row, k] = (columns[row, k] + (k == row ? 1 : 0) - known) / _lower[k, k];
                    }

                    for (var k = first; k < Math.Min(row, end); k++)
                        columns[row, k] = 0;
                }
            }
        });
        var inverse = new Matrix(n, n);
        ForRows(0, n, _threads, (from, to) =>
            RowProducts.Apply(columns, from, to, columns, 0, to, from, n, (row, column, product) => inverse[row, column] = product));
        for (var i = 0; i < n; i++)
        {
            for (var j = i + 1; j < n; j++)
                inverse[i, j] = inverse[j, i];
        }

        return inverse;
    }

    private static bool FactorRow(Matrix a, int i, int first, int end)
    {
        SolveRow(a, i, first, end);
        var known = a.Row(i)[first..i];
        var pivot = a[i, i] - TensorPrimitives.Dot<double>(known, known);
        a[i, i] = Math.Sqrt(pivot);
        return pivot > 0 && double.IsFinite(pivot);
    }

    private static void SolveRow(Matrix a, int row, int first, int end)
    {
        for (var k = first; k < end; k++)
            a[row, k] = (a[row, k] - TensorPrimitives.Dot<double>(a.Row(row)[first..k], a.Row(k)[first..k])) / a[k, k];
    }

    private static void ForRows(int first, int last, int threads, Action<int, int> work)
    {
        var chunks = (last - first + Block - 1) / Block;
        Parallel.For(0, chunks, new ParallelOptions { MaxDegreeOfParallelism = threads }, chunk =>
            work(first + (chunk * Block), Math.Min(first + ((chunk + 1) * Block), last)));
    }
}
