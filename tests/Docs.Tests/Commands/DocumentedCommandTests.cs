using System.Diagnostics;
using System.Globalization;

namespace LatBench.Docs.Tests.Commands;

/// <summary>Runs every command of README and of the tutorials in their order, each document in a scratch clone of its own, as its reader does.</summary>
public sealed class DocumentedCommandTests(ITestOutputHelper output)
{
    public static TheoryData<string> Documents => [.. CodeBlock.Documents];

    [Theory]
    [Trait("category", "slow")]
    [MemberData(nameof(Documents))]
    public async Task Commands_of_the_document_succeed_in_their_order(string document)
    {
        await using var clone = new ScratchClone();
        foreach (var block in CodeBlock.Of(document))
        {
            if (block.NotRunReason is { } reason)
            {
                output.WriteLine($"{block}: not run: {reason}");
                continue;
            }

            if (block.Language == "python" && await MissingAsync() is { } missing)
            {
                output.WriteLine($"{block}: not run: {missing}");
                continue;
            }

            var watch = Stopwatch.StartNew();
            var printed = await clone.RunAsync(block);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{block}: {watch.Elapsed.TotalSeconds:0.0} s\n{block.Code}\n---\n{printed}"));
        }

        await clone.HasStoppedEverythingAsync();
    }

    /// <summary>Python examples are Python everywhere; they run where the modules are that they import.</summary>
    private static async Task<string?> MissingAsync() =>
        (await CommandResult.RunAsync(Programs.Redirected("python3", ["-c", "import pandas, pyarrow"]))).ExitCode == 0 ? null : "python3 has no pandas and pyarrow here.";
}
