using System.Text;
using LatBench.Cli.CommandLine;

namespace LatBench.Cli.Rendering;

/// <summary>Standard output, which says in a sentence that it cannot be written.</summary>
internal sealed class OutputWriter(TextWriter inner) : TextWriter(inner.FormatProvider)
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (IOException exception)
        {
            throw new CliException($"Standard output cannot be written ({Printable.OneLine(exception.Message).TrimEnd('.', ' ')}): make room, or send it elsewhere.");
        }
    }
}
