namespace LatBench.WebAgent.Tests.Site;

/// <summary>A job whose model is one operator, <c>y = OPERATOR(x)</c>, on a matrix of 4 × 4.</summary>
/// <param name="Operator">The operator.</param>
internal sealed record TinyJob(string Operator)
{
    public string Provider { get; init; } = "wasm";

    public bool IsResident { get; init; }

    /// <summary>Gets the number of matrices that <c>Expand</c> makes, 64 bytes each.</summary>
    public int Rows { get; init; }

    public double MinBlockMilliseconds { get; init; } = 1;

    public double TimeoutMilliseconds { get; init; } = 60_000;
}

/// <summary>Runs tiny jobs by the modules of the agent.</summary>
internal static class TinyJobs
{
    private const string Run =
        """
        async ({ RunnerSet }, jobs) => {
          // ir_version 8, opset 17, a graph of one node.
          const text = value => [...new TextEncoder().encode(value)];
          const field = (number, bytes) => [(number << 3) | 2, bytes.length, ...bytes];
          const dimension = field(1, [0x08, 0x04]);
          const matrix = name => [...field(1, text(name)), ...field(2, field(1, [0x08, 0x01, ...field(2, [...dimension, ...dimension])]))];
          const scalar = name => [...field(1, text(name)), ...field(2, field(1, [0x08, 0x01, ...field(2, [])]))];
          const any = name => [...field(1, text(name)), ...field(2, field(1, [0x08, 0x01]))];
          // The second input of Expand.
          const shape = rows => field(5, [0x08, 0x03, 0x10, 0x07, ...field(8, text('s')), ...field(9, [...new Uint8Array(BigInt64Array.of(BigInt(rows), 4n, 4n).buffer)])]);
          const outputs = { Det: scalar, Expand: any };
          const model = ({ operator, rows }) => Uint8Array.from([0x08, 0x08, ...field(8, [0x0a, 0x00, 0x10, 0x11]), ...field(7, [
            ...field(1, [...field(1, text('x')), ...(operator === 'Expand' ? field(1, text('s')) : []), ...field(2, text('y')), ...field(4, text(operator))]), ...field(2, text('g')),
            ...(operator === 'Expand' ? shape(rows) : []), ...field(11, matrix('x')), ...field(12, (outputs[operator] ?? matrix)('y'))])]);
          const runners = new RunnerSet('/web-runtime', '0.1.0');
          const outcomes = [];
          for (const job of jobs) {
            const target = { runtime: 'ort-web', runtimeVersion: '1.30.0', executionProvider: job.provider, threads: 1, ioMode: job.isResident ? 'IO_MODE_RESIDENT' : 'IO_MODE_HOST' };
            const protocol = { minBlockMilliseconds: job.minBlockMilliseconds, minBlockSamples: 3, maxWarmUpInferences: 5, timeoutMilliseconds: job.timeoutMilliseconds };
            const { result, failure } = await runners.measure({ model: { sha256: job.operator }, canary: null, target }, () => model(job), protocol);
            outcomes.push(failure ? `${failure.reason} ${failure.message}` : `measured ${result.samplesNs.length >= 3} ${result.conditions.sessionOptions.join(' ')}`);
          }
          runners.end();
          return outcomes;
        }
        """;

    /// <summary>Returns for each job <c>measured</c> with the settings of the session, or reason and message of its failure.</summary>
    public static Task<string[]> MeasureAsync(this DeviceTab tab, params TinyJob[] jobs) => tab.WithModuleAsync<string[]>(
        "measuring/runner-set.js",
        Run,
        jobs.Select(job => new Dictionary<string, object>
        {
            ["operator"] = job.Operator,
            ["provider"] = job.Provider,
            ["isResident"] = job.IsResident,
            ["rows"] = job.Rows,
            ["minBlockMilliseconds"] = job.MinBlockMilliseconds,
            ["timeoutMilliseconds"] = job.TimeoutMilliseconds,
        }).ToArray());
}
