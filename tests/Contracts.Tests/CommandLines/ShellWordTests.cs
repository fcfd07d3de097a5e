using System.Diagnostics;
using LatBench.Contracts.CommandLines;

namespace LatBench.Contracts.Tests.CommandLines;

public sealed class ShellWordTests
{
    private static readonly string[] Awkward =
    [
        "", " ", "a b", "  two  ", "it's", "''", "\"quoted\"", "$HOME", "$(id)", "`id`", "a\\b", "\\", "~", "~/data", "*", "a?b", "[x]", "{a,b}", "a;b", "a&b", "a|b", "<in", ">out",
        "#no", "!!", "a=b", "=ls", "-n", "-", "--", "%b", "100%", "Grüße", "データ", "🙂", "\u00a0", "a\tb", "a\nb", "\u001b[31m", "tab\tand\\t", "'\n'", "\u0085",
    ];

    private static readonly string[] Plain = ["latbench", "./latbench", "campaigns/7", "lab/ort-1.31.1/cpu/t1=2.5", "--data", "/tmp/x_y", "a@b", "50%", "1,2"];

    public static TheoryData<string> Shells => [.. new[] { "/bin/sh", "/bin/bash", "/bin/dash" }.Where(File.Exists)];

    [Fact]
    public void Quote_leaves_what_every_shell_takes_literally() => Assert.Equal(Plain, Plain.Select(ShellWord.Quote));

    [Theory]
    [InlineData("a b", "'a b'")]
    [InlineData("", "''")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("$HOME", "'$HOME'")]
    [InlineData("Grüße", "'Grüße'")]
    public void Quote_uses_single_quotes(string word, string expected) => Assert.Equal(expected, ShellWord.Quote(word));

    [Fact]
    public void Join_is_one_line_without_control_characters() => Assert.DoesNotContain(ShellWord.Join(Awkward), char.IsControl);

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Joined_words_come_out_of_a_real_shell_as_they_were(string shell)
    {
        string[] words = [.. Awkward, .. Plain];

        Assert.Equal(words, await ReadAsync(shell, ShellWord.Join(words)));
    }

    [Fact]
    public async Task Every_ascii_character_comes_out_of_a_real_shell_as_it_was()
    {
        // A line end at the end of a word is lost in a command substitution.
        string[] words = [.. Enumerable.Range(1, 127).Select(code => $"{(char)code}x")];

        Assert.Equal(words, await ReadAsync("/bin/sh", ShellWord.Join(words)));
    }

    private static async Task<string[]> ReadAsync(string shell, string commandLine)
    {
        var start = new ProcessStartInfo(shell, ["-c", $"printf '%s\\0' {commandLine}"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return output.Split('\0')[..^1];
    }
}
