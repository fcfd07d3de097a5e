using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Leasing;
using Microsoft.Extensions.Time.Testing;

namespace LatBench.DeviceAgent.Tests.Leasing;

public sealed class LeaseBookTests
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch + TimeSpan.FromDays(20_000));

    [Theory]
    [InlineData(30, 10)]
    [InlineData(600, 15)]
    [InlineData(-3600, 1)]
    public void IsDue_after_a_third_of_the_lease_within_bounds(double leaseSeconds, double dueAfterSeconds)
    {
        var book = Book(leaseSeconds);
        _clock.Advance(TimeSpan.FromSeconds(dueAfterSeconds - 0.1));
        Assert.False(book.IsDue);
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.True(book.IsDue);
        book.Renewed(_clock.GetUtcNow() + TimeSpan.FromSeconds(leaseSeconds));
        Assert.False(book.IsDue);
    }

    [Fact]
    public void Renewed_lost_leases_are_not_held()
    {
        var book = Book(30);
        book.Renewed(_clock.GetUtcNow() + TimeSpan.FromSeconds(30), ["a"]);
        Assert.False(book.Holds("a"));
        Assert.True(book.Holds("b"));
    }

    [Fact]
    public void Close_leaves_nothing_to_renew()
    {
        var book = Book(30);
        book.Close("a");
        book.Close("b");
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.False(book.IsDue);
        Assert.Empty(book.Open);
    }

    private LeaseBook Book(double leaseSeconds)
    {
        var book = new LeaseBook(_clock);
        var expiry = Timestamp.FromDateTimeOffset(_clock.GetUtcNow() + TimeSpan.FromSeconds(leaseSeconds));
        book.Begin([new JobLease { LeaseId = "a", ExpireTime = expiry }, new JobLease { LeaseId = "b", ExpireTime = expiry }]);
        return book;
    }
}
