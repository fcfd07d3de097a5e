using LatBench.Prediction.Numerics;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Tests.Numerics;

public sealed class CholeskyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(48)]
    [InlineData(131)]
    public void Inverse_and_solution_undo_the_matrix(int size)
    {
        var matrix = PositiveDefinite(size);
        var factor = Cholesky.Factor(Copy(matrix), 2)!;

        var inverse = factor.Inverse();
        var solution = factor.Solve(matrix.Row(size - 1));

        for (var i = 0; i < size; i++)
        {
            Assert.Equal(i == size - 1 ? 1 : 0, solution[i], 8);
            for (var j = 0; j < size; j++)
                Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, size).Sum(k => matrix[i, k] * inverse[k, j]), 8);
        }
    }

    [Fact]
    public void Factor_does_not_depend_on_the_number_of_threads()
    {
        var matrix = PositiveDefinite(150);

        Assert.Equal(Cholesky.Factor(Copy(matrix), 1)!.Inverse().Values, Cholesky.Factor(Copy(matrix), 4)!.Inverse().Values);
    }

    [Fact]
    public void LogDeterminant_of_a_diagonal_is_the_sum_of_logarithms()
    {
        var matrix = new Matrix(3, 3);
        (matrix[0, 0], matrix[1, 1], matrix[2, 2]) = (2, 3, 4);

        Assert.Equal(Math.Log(24), Cholesky.Factor(matrix, 1)!.LogDeterminant, 12);
    }

    [Fact]
    public void Factor_indefinite_matrix_is_none()
    {
        var matrix = new Matrix(2, 2);
        (matrix[0, 0], matrix[1, 0], matrix[0, 1], matrix[1, 1]) = (1, 2, 2, 1);

        Assert.Null(Cholesky.Factor(matrix, 1));
    }

    private static Matrix PositiveDefinite(int size)
    {
        var random = new SplitMix64(7);
        var root = new Matrix(size, size);
        for (var i = 0; i < root.Values.Length; i++)
            root.Values[i] = (random.Next(2001) / 1000.0) - 1;
        var matrix = new Matrix(size, size);
        RowProducts.Multiply(root, root, matrix, 1);
        for (var i = 0; i < size; i++)
            matrix[i, i] += 1;
        return matrix;
    }

    private static Matrix Copy(Matrix matrix)
    {
        var copy = new Matrix(matrix.Rows, matrix.Columns);
        matrix.Values.CopyTo(copy.Values, 0);
        return copy;
    }
}
