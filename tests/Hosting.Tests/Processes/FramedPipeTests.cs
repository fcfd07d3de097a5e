using LatBench.Hosting.Processes;

namespace LatBench.Hosting.Tests.Processes;

public sealed class FramedPipeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_gives_the_messages_that_were_written_in_order()
    {
        byte[][] messages = [[1, 2, 3], [], [.. Enumerable.Repeat((byte)7, 100_000)]];
        using var pipe = new MemoryStream();
        FramedPipe.Write(pipe, messages[0]);
        await FramedPipe.WriteAsync(pipe, messages[1], Token);
        FramedPipe.Write(pipe, messages[2]);

        pipe.Position = 0;
        Assert.Equal(messages[0], await FramedPipe.ReadAsync(pipe, Token));
        Assert.Equal(messages[1], FramedPipe.Read(pipe));
        Assert.Equal(messages[2], await FramedPipe.ReadAsync(pipe, Token));
        Assert.Null(FramedPipe.Read(pipe));
    }

    [Theory]
    [InlineData(new byte[] { 3, 0 })]
    [InlineData(new byte[] { 3, 0, 0, 0, 1, 2 })]
    public async Task Read_pipe_closed_within_a_message_is_the_end(byte[] bytes)
    {
        Assert.Null(FramedPipe.Read(new MemoryStream(bytes)));
        Assert.Null(await FramedPipe.ReadAsync(new MemoryStream(bytes), Token));
    }

    [Fact]
    public void Read_text_is_never_a_message()
    {
        // The smallest length that four printable characters or blanks make: its highest byte is a tab.
        foreach (var last in "\t\n\r !a~")
            Assert.Throws<InvalidDataException>(() => FramedPipe.Read(new MemoryStream([(byte)'\t', (byte)'\t', (byte)'\t', (byte)last, 0])));
        Assert.Throws<InvalidDataException>(() => FramedPipe.Read(new MemoryStream([255, 255, 255, 255])));
    }
}
