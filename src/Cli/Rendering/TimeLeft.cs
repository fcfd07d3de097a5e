namespace LatBench.Cli.Rendering;

/// <summary>Estimates how long work goes on, from how fast its share grew since it was first told: what was done before counts for nothing.</summary>
/// <param name="time">Counts the time.</param>
internal sealed class TimeLeft(TimeProvider time)
{
    private const double MinShare = 0.01;
    private const double MaxHours = 1000;

    private static readonly TimeSpan MinTime = TimeSpan.FromSeconds(3);

    private (double Share, long At)? _first;
    private (double Share, long At) _last;

    /// <summary>Gets the time left, counted down since the last report; null while too little is known.</summary>
    public TimeSpan? Estimate
    {
        get
        {
            if (_first is not { } first || _last.Share - first.Share < MinShare || _last.Share >= 1)
                return null;
            var took = time.GetElapsedTime(first.At, _last.At);
            if (took < MinTime)
                return null;
            var left = (took * ((1 - _last.Share) / (_last.Share - first.Share))) - time.GetElapsedTime(_last.At);
            return left.TotalHours > MaxHours ? null : left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Takes in a share, 0 to 1. One that fell, as where more work became known, begins the estimate anew.</summary>
    public void Report(double share)
    {
        var now = (share, time.GetTimestamp());
        if (_first is null || share < _last.Share)
            _first = now;
        else if (share == _last.Share)
            return;
        _last = now;
    }
}
