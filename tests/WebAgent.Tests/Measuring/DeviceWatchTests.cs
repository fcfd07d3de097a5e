using LatBench.WebAgent.Tests.Site;

namespace LatBench.WebAgent.Tests.Measuring;

/// <summary>The decisions about a graphics device that is lost, with devices that are lost in every way in which a browser and the runtime are known to show it.</summary>
public sealed class DeviceWatchTests(ModulePage page) : IClassFixture<ModulePage>
{
    private const string Lost = "RUNNER_CRASHED The graphics processor was lost while it had this model: ";

    private readonly DeviceTab _tab = page.Tab;

    [Theory]
    [InlineData("measured", "measured")]
    [InlineData("never ends", Lost + "the driver was reset")]
    [InlineData("ends with zeros", Lost + "the driver was reset")]
    [InlineData("ends with an error", Lost + "the driver was reset")]
    [InlineData("is destroyed by another", Lost + "Device was destroyed")]
    [InlineData("is silent", Lost + "the browser does not say why")]
    [InlineData("fails for its own reason", "MODEL_REJECTED ONNX Runtime cannot run the model: no such operator")]
    public async Task Job_on_a_device_ends_with_the_loss_of_the_device_and_otherwise_as_it_does(string kind, string expected)
    {
        var found = await _tab.WithModuleAsync<string>(
            "measuring/device-watch.js",
            """
            async ({ DeviceWatch }, kind) => {
              const { classify, isFatal } = await import(document.querySelector('script[type=module]').src.replace('main.js', 'measuring/job-failure.js'));
              let isDead = false;
              let tell;
              const device = {
                lost: new Promise(resolve => { tell = resolve; }),
                createBuffer: () => ({ mapAsync: async () => { if (isDead) throw new DOMException('lost', 'AbortError'); }, destroy() {} }),
              };
              const lose = (reason, message) => { isDead = true; tell({ reason, message }); };
              const runs = {
                'measured': async () => 'measured',
                'never ends': () => { lose('unknown', 'the driver was reset.'); return new Promise(() => {}); },
                'ends with zeros': async () => { lose('unknown', 'the driver was reset.'); return 'zeros'; },
                'ends with an error': async () => { lose('unknown', 'the driver was reset.'); throw new Error('no pipeline'); },
                'is destroyed by another': () => { lose('destroyed', 'Device was destroyed.'); return new Promise(() => {}); },
                'is silent': async () => { isDead = true; return 'zeros'; },
                'fails for its own reason': async () => { throw new Error('no such operator'); },
              };
              const watch = new DeviceWatch();
              try {
                return await watch.during(async () => {
                  watch.hold(device);
                  try {
                    return await runs[kind]();
                  } finally {
                    await watch.confirm();
                    watch.release();
                  }
                });
              } catch (error) {
                const { reason, message } = classify(error);
                return isFatal(error) === (watch.loss !== null) ? `${reason} ${message}` : 'the worker goes on';
              }
            }
            """,
            kind);

        Assert.Equal(expected, found);
    }

    [Fact]
    public async Task Device_that_the_runtime_destroys_with_its_last_session_is_not_lost_and_one_that_is_lost_between_jobs_is()
    {
        var found = await _tab.WithModuleAsync<bool[]>(
            "measuring/device-watch.js",
            """
            async ({ DeviceWatch }) => {
              const tells = [];
              const make = () => ({ lost: new Promise(resolve => tells.push(resolve)), createBuffer: () => ({ mapAsync: async () => {}, destroy() {} }) });
              const watch = new DeviceWatch();
              const isLost = async () => { await new Promise(resolve => setTimeout(resolve)); return watch.loss !== null; };
              watch.hold(make());
              watch.release();
              watch.hold(make());
              tells[0]({ reason: 'destroyed', message: '' });
              const found = [await isLost()];
              watch.release();
              tells[1]({ reason: 'unknown', message: 'the process ended' });
              return [...found, await isLost()];
            }
            """);

        Assert.Equal([false, true], found);
    }

    [Fact]
    public async Task Adapter_that_comes_back_is_waited_for_and_one_that_does_not_is_a_target_that_the_browser_has_not()
    {
        var found = await _tab.WithModuleAsync<string[]>(
            "measuring/graphics-adapter.js",
            """
            async ({ requireAdapter }) => {
              const answers = [null, null, {}];
              await requireAdapter(async () => answers.shift(), 1);
              const refused = await requireAdapter(async () => { throw new Error('gone'); }, 1).then(() => 'taken', error => `${error.reason} ${error.message}`);
              return [String(answers.length), refused];
            }
            """);

        Assert.Equal(["0", "TARGET_UNSUPPORTED The browser has no graphics adapter any more, so it cannot measure with WebGPU: restart the browser."], found);
    }
}
