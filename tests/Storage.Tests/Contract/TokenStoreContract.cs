using LatBench.Storage.Tokens;

namespace LatBench.Storage.Tests.Contract;

public abstract class TokenStoreContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    [Fact]
    public async Task FindAsync_returns_what_was_created()
    {
        var created = await Store.Tokens.CreateAsync(
            new NewToken(TestData.Hash("secret"), Role.Submitter, "for \"CI\"; DROP TABLE tokens", null, Now, Now.AddDays(30)), Token);

        var found = await Store.Tokens.FindAsync(TestData.Hash("secret"), Token);

        Assert.Equal(created, found);
        Assert.Equal(
            new Token { Id = created.Id, Role = Role.Submitter, Description = "for \"CI\"; DROP TABLE tokens", CreatedAt = Now, ExpiresAt = Now.AddDays(30) },
            found);
        Assert.Null(await Store.Tokens.FindAsync(TestData.Hash("other"), Token));
    }

    [Fact]
    public async Task RevokeAsync_keeps_first_time()
    {
        var token = await Store.Tokens.CreateAsync(new NewToken(TestData.Hash("secret"), Role.Viewer, "", null, Now, null), Token);

        Assert.True(await Store.Tokens.RevokeAsync(token.Id, Now.AddHours(1), Token));
        Assert.True(await Store.Tokens.RevokeAsync(token.Id, Now.AddHours(2), Token));
        Assert.False(await Store.Tokens.RevokeAsync(token.Id + 1, Now, Token));

        Assert.Equal(Now.AddHours(1), (await Store.Tokens.FindAsync(TestData.Hash("secret"), Token))!.RevokedAt);
    }

    [Fact]
    public async Task ListAsync_pages_newest_first()
    {
        for (var i = 0; i < 5; i++)
            await Store.Tokens.CreateAsync(new NewToken(TestData.Hash($"{i}"), Role.Viewer, $"{i}", null, Now, null), Token);

        var first = await Store.Tokens.ListAsync(null, 3, Token);
        await Store.Tokens.CreateAsync(new NewToken(TestData.Hash("later"), Role.Viewer, "later", null, Now, null), Token);
        var second = await Store.Tokens.ListAsync(first[^1].Id, 3, Token);

        Assert.Equal(["4", "3", "2"], first.Select(token => token.Description));
        Assert.Equal(["1", "0"], second.Select(token => token.Description));
    }
}
