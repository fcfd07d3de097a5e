using System.Diagnostics;
using Grpc.Core;
using LatBench.Contracts.Transport;
using LatBench.Contracts.V1;

namespace LatBench.Bench.Load;

/// <summary>An agent that measures nothing: leases a batch, and delivers it in groups at the pace of its plan.</summary>
internal sealed class LoadAgent(LoadPlan plan, int number, string server, LoadLedger ledger)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly string _device = "devices/" + LoadPlan.Device(number);
    private readonly Metadata _headers = new() { { "authorization", "Bearer " + LoadPlan.Credential(number) } };
    private readonly Random _random = new(number);

    /// <summary>Agents begin at different times within their first interval, and end where the time has come.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var channel = HttpConnections.OpenChannel(new Uri(server));
        var jobs = new JobService.JobServiceClient(channel);
        var start = Stopwatch.GetTimestamp();
        var due = plan.Interval * _random.NextDouble();
        try
        {
            await WaitAsync(start, due, stop);
            while (true)
            {
                foreach (var group in (await LeaseAsync(jobs)).Chunk(LoadPlan.Group))
                {
                    await WaitAsync(start, due += plan.Interval, stop);
                    await Task.WhenAll(group.Select(lease => CompleteAsync(jobs, lease)));
                }

                stop.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The time is over.
        }
    }

    private static async Task WaitAsync(long start, TimeSpan due, CancellationToken stop)
    {
        var wait = due - Stopwatch.GetElapsedTime(start);
        if (wait > TimeSpan.Zero) await Task.Delay(wait, TimeProvider.System, stop);
        stop.ThrowIfCancellationRequested();
    }

    private async Task<IReadOnlyList<JobLease>> LeaseAsync(JobService.JobServiceClient jobs)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            var answer = await jobs.LeaseJobsAsync(new LeaseJobsRequest { Device = _device, MaxJobs = LoadPlan.Batch }, Options());
            ledger.Leased(Stopwatch.GetElapsedTime(start));
            if (answer.Leases.Count == 0)
            {
                ledger.FoundNothing();
                await Task.Delay(Deadline / 20, TimeProvider.System);
            }

            return answer.Leases;
        }
        catch (RpcException exception)
        {
            ledger.Failed($"lease: {exception.StatusCode}: {exception.Status.Detail}");
            return [];
        }
    }

    private async Task CompleteAsync(JobService.JobServiceClient jobs, JobLease lease)
    {
        var request = new CompleteJobRequest
        {
            Device = _device,
            Job = lease.Job.Name,
            LeaseId = lease.LeaseId,
            Result = LoadResult.Create(_random, TimeProvider.System.GetUtcNow()),
        };
        var start = Stopwatch.GetTimestamp();
        try
        {
            var answer = await jobs.CompleteJobAsync(request, Options());
            ledger.Completed(lease.LeaseId, request.Result.SamplesNs.Sum(), answer.Counted, Stopwatch.GetElapsedTime(start));
        }
        catch (RpcException exception)
        {
            ledger.Failed($"complete: {exception.StatusCode}: {exception.Status.Detail}");
        }
    }

    private CallOptions Options() => new(_headers, TimeProvider.System.GetUtcNow().UtcDateTime + Deadline);
}
