using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LatBench.Prediction.Numerics;

/// <summary>
/// Products of rows with rows, the one kernel below all matrix work here. Every entry is summed in an order that depends on its place
/// alone, so results do not depend on the number of threads.
/// </summary>
internal static class RowProducts
{
    private const int Height = 4;

    private const int Width = 3;

    /// <summary>Rows that one unit of work has.</summary>
    private const int Chunk = 32;

    /// <summary>Writes the product of every row of one matrix with every row of another, or subtracts it.</summary>
    /// <param name="a">m × k.</param>
    /// <param name="b">n × k.</param>
    /// <param name="target">m × n.</param>
    /// <param name="threads">The maximum number of threads that work on it.</param>
    public static void Multiply(Matrix a, Matrix b, Matrix target, int threads)
    {
        var chunks = (a.Rows + Chunk - 1) / Chunk;
        Parallel.For(0, chunks, new ParallelOptions { MaxDegreeOfParallelism = threads }, chunk =>
        {
            var (first, last) = (chunk * Chunk, Math.Min((chunk + 1) * Chunk, a.Rows));
            Apply(a, first, last, b, 0, b.Rows, 0, a.Columns, (row, column, product) => target[row, column] = product);
        });
    }

    /// <summary>Hands the products of rows of a with rows of b, over some of the columns, to a receiver.</summary>
    public static void Apply(
        Matrix a, int firstA, int lastA, Matrix b, int firstB, int lastB, int firstColumn, int lastColumn, Action<int, int, double> receive)
    {
        Span<double> tile = stackalloc double[Height * Width];
        var length = lastColumn - firstColumn;
        for (var j = firstB; j < lastB; j += Width)
        {
            for (var i = firstA; i < lastA; i += Height)
            {
                var (height, width) = (Math.Min(Height, lastA - i), Math.Min(Width, lastB - j));
                if (height == Height && width == Width)
                {
                    Tile(ref a[i, firstColumn], a.Columns, ref b[j, firstColumn], b.Columns, length, tile);
                    for (var p = 0; p < Height * Width; p++)
                        receive(i + (p / Width), j + (p % Width), tile[p]);
                    continue;
                }

                for (var p = 0; p < height * width; p++)
                {
                    var (row, column) = (i + (p / width), j + (p % width));
                    receive(row, column, TensorPrimitives.Dot<double>(a.Row(row)[firstColumn..lastColumn], b.Row(column)[firstColumn..lastColumn]));
                }
            }
        }
    }

    private static void Tile(ref double a, int strideA, ref double b, int strideB, int length, Span<double> tile)
    {
        ref var a1 = ref Unsafe.Add(ref a, strideA);
        ref var a2 = ref Unsafe.Add(ref a1, strideA);
        ref var a3 = ref Unsafe.Add(ref a2, strideA);
        ref var b1 = ref Unsafe.Add(ref b, strideB);
        ref var b2 = ref Unsafe.Add(ref b1, strideB);
        Vector<double> s00 = default, s01 = default, s02 = default, s10 = default, s11 = default, s12 = default;
        Vector<double> s20 = default, s21 = default, s22 = default, s30 = default, s31 = default, s32 = default;
        var k = 0;
        for (; k <= length - Vector<double>.Count; k += Vector<double>.Count)
        {
            var at = (nuint)k;
            var (y0, y1, y2) = (Vector.LoadUnsafe(ref b, at), Vector.LoadUnsafe(ref b1, at), Vector.LoadUnsafe(ref b2, at));
            var x = Vector.LoadUnsafe(ref a, at);
            (s00, s01, s02) = (Vector.FusedMultiplyAdd(x, y0, s00), Vector.FusedMultiplyAdd(x, y1, s01), Vector.FusedMultiplyAdd(x, y2, s02));
            x = Vector.LoadUnsafe(ref a1, at);
            (s10, s11, s12) = (Vector.FusedMultiplyAdd(x, y0, s10), Vector.FusedMultiplyAdd(x, y1, s11), Vector.FusedMultiplyAdd(x, y2, s12));
            x = Vector.LoadUnsafe(ref a2, at);
            (s20, s21, s22) = (Vector.FusedMultiplyAdd(x, y0, s20), Vector.FusedMultiplyAdd(x, y1, s21), Vector.FusedMultiplyAdd(x, y2, s22));
            x = Vector.LoadUnsafe(ref a3, at);
            (s30, s31, s32) = (Vector.FusedMultiplyAdd(x, y0, s30), Vector.FusedMultiplyAdd(x, y1, s31), Vector.FusedMultiplyAdd(x, y2, s32));
        }

        ReadOnlySpan<Vector<double>> sums = [s00, s01, s02, s10, s11, s12, s20, s21, s22, s30, s31, s32];
        for (var p = 0; p < sums.Length; p++)
        {
            var rowA = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref a, strideA * (p / Width)), length);
            var rowB = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref b, strideB * (p % Width)), length);
            var sum = Vector.Sum(sums[p]);
            for (var rest = k; rest < length; rest++)
                sum += rowA[rest] * rowB[rest];
            tile[p] = sum;
        }
    }
}
