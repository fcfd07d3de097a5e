using System.Text;

namespace LatBench.SearchSpaces.Darts;

/// <summary>Writes genotypes as compact texts, such as <c>sep3.0+sep3.1|…|skip.0+dil3.2/max.0+max.1|…</c>, and as codes.</summary>
internal static class GenotypeWriter
{
    private const int TypicalLength = 128;

    private static readonly string[,] Edges = CreateEdges();

    /// <summary>Gets the compact text. Behind a <c>&gt;</c> stand the nodes in the output, where they are not all.</summary>
    public static string Text(Genotype genotype)
    {
        var text = new StringBuilder(TypicalLength);
        Write(text, genotype.Normal);
        Write(text.Append('/'), genotype.Reduction);
        return text.ToString();
    }

    /// <summary>Gets the code: a letter and a digit for each edge, <c>s0s1s0s1s1k0k0d2-m0m1k2m1m0k2k2m1</c>, and the nodes in the output behind a dot where they are not all.</summary>
    public static string Code(Genotype genotype)
    {
        var code = new StringBuilder(TypicalLength);
        WriteCode(code, genotype.Normal);
        WriteCode(code.Append('-'), genotype.Reduction);
        return code.ToString();
    }

    private static void Write(StringBuilder text, GenotypeCell cell)
    {
        for (var edge = 0; edge < cell.Edges.Length; edge++)
        {
            if (edge > 0)
                text.Append(edge % 2 == 0 ? '|' : '+');
            text.Append(Edges[(int)cell.Edges[edge].Operation, cell.Edges[edge].Input]);
        }

        WriteOutput(text, cell, '>');
    }

    private static void WriteCode(StringBuilder code, GenotypeCell cell)
    {
        foreach (var edge in cell.Edges)
            code.Append(edge.Operation.Letter()).Append((char)('0' + edge.Input));
        WriteOutput(code, cell, '.');
    }

    private static void WriteOutput(StringBuilder text, GenotypeCell cell, char separator)
    {
        if (cell.IsWhole)
            return;
        text.Append(separator);
        foreach (var state in cell.Concatenated)
            text.Append((char)('0' + state));
    }

    private static string[,] CreateEdges()
    {
        var edges = new string[Operations.Count, GenotypeCell.Inputs + GenotypeCell.MaxNodes - 1];
        for (var operation = 0; operation < edges.GetLength(0); operation++)
        {
            for (var input = 0; input < edges.GetLength(1); input++)
                edges[operation, input] = $"{Operations.ShortNames[operation]}.{input}";
        }

        return edges;
    }
}
