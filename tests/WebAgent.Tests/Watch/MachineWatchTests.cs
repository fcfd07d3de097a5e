using LatBench.WebAgent.Tests.Site;

namespace LatBench.WebAgent.Tests.Watch;

/// <summary>The conditions that a browser tells of its machine. Chromium on a server has no battery and no pressure, so the page gets both here.</summary>
public sealed class MachineWatchTests(ModulePage page) : IClassFixture<ModulePage>
{
    private const string Complete =
        """
        async ({ MachineWatch }, machine) => {
          const put = (object, name, value) => Object.defineProperty(object, name, { value, configurable: true });
          put(navigator, 'getBattery', machine === null ? undefined : async () => machine);
          put(navigator, 'deviceMemory', machine?.memory);
          globalThis.PressureObserver = machine === null ? undefined : class {
            constructor(tell) { this.tell = tell; }
            async observe(source, { sampleInterval }) { if (source === 'cpu' && sampleInterval > 0) this.tell([{ state: 'nominal' }, { state: machine.pressure }]); }
          };
          const watch = new MachineWatch(machine?.adapter ?? null);
          await watch.begin();
          const conditions = { browser: {}, flags: [] };
          watch.complete(conditions);
          return JSON.stringify(conditions);
        }
        """;

    [Theory]
    [InlineData("serious", """ "flags":["pressure"]}""")]
    [InlineData("fair", """ "flags":[]}""")]
    public async Task Battery_pressure_memory_and_adapter_are_in_the_conditions_and_serious_pressure_is_flagged(string pressure, string flags)
    {
        var machine = new Dictionary<string, object> { ["level"] = 0.42, ["charging"] = true, ["memory"] = 8, ["pressure"] = pressure, ["adapter"] = "Test GPU" };

        var found = await page.Tab.WithModuleAsync<string>("watch/machine-watch.js", Complete, machine);

        Assert.Equal(
            $$"""{"browser":{"gpuAdapter":"Test GPU","batteryLevel":0.42,"charging":true,"computePressure":"{{pressure}}","deviceMemoryGib":8},""" + flags.Trim(), found);
    }

    [Fact]
    public async Task What_a_browser_does_not_offer_is_absent()
    {
        Assert.Equal("""{"browser":{},"flags":[]}""", await page.Tab.WithModuleAsync<string>("watch/machine-watch.js", Complete));
    }

    [Fact]
    public async Task Wake_lock_is_held_while_there_is_work_and_taken_again_after_the_browser_took_it_away()
    {
        var found = await page.Tab.WithModuleAsync<string>(
            "watch/wake-lock.js",
            """
            async ({ WakeLock }) => {
              const locks = [];
              const request = async kind => {
                const lock = new EventTarget();
                lock.release = async () => lock.dispatchEvent(new Event('release'));
                locks.push(kind);
                request.latest = lock;
                return lock;
              };
              Object.defineProperty(navigator, 'wakeLock', { value: { request }, configurable: true });
              const states = [];
              const wakeLock = new WakeLock(() => states.push(wakeLock.state));
              await wakeLock.hold();
              await wakeLock.hold();
              await request.latest.release();
              await wakeLock.hold();
              await wakeLock.release();
              Object.defineProperty(navigator, 'wakeLock', { value: undefined, configurable: true });
              await wakeLock.hold();
              return `${locks.join()} ${states.join()} ${wakeLock.state}`;
            }
            """);

        Assert.Equal("screen,screen held,none,held,none unknown", found);
    }
}
