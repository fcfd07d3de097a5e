import { Artifacts } from './artifacts/artifacts.js';
import { describe } from './device/describing.js';
import { AgentLoop } from './leasing/agent-loop.js';
import { PauseReporter } from './leasing/pause-reporter.js';
import { RunnerSet } from './measuring/runner-set.js';
import { runUnlessStopped } from './page/stop-and-start.js';
import { Delivery } from './spool/delivery.js';
import { Spool } from './spool/spool.js';
import { openDatabase } from './storage/database.js';
import { MachineWatch } from './watch/machine-watch.js';
import { PageVisibility } from './watch/page-visibility.js';
import { WakeLock } from './watch/wake-lock.js';

const runtimeAddress = '/web-runtime';

/** Works as an enrolled device until the coordinator does not accept it any more. */
export async function work(view, { coordinator, device, description, runtimes, agentVersion }) {
  const database = await openDatabase();
  const spool = new Spool(database, device);
  await spool.open();
  const runners = new RunnerSet(runtimeAddress, agentVersion);
  const visibility = new PageVisibility(() => {
    if (visibility.isHidden) loop.hide();
  });
  const wakeLock = new WakeLock(() => view.update({ wakeLock: wakeLock.state }));
  const watch = new MachineWatch(description.gpuAdapter);
  const parts = {
    coordinator, device, spool, runners, watch, visibility, wakeLock,
    catalog: description.catalog,
    artifacts: new Artifacts(coordinator, database),
    delivery: new Delivery(spool, coordinator, sentence => view.message('refused-result', `The coordinator did not take a result: ${sentence}`)),
    pauses: new PauseReporter(coordinator, device),
  };
  const show = changes => {
    view.update({ ...changes, unsent: spool.waiting, wakeLock: wakeLock.state });
    view.message('storage', spool.isKept ? null : 'This browser does not let the page store anything, or its storage is full: results that were not sent are lost when the page is closed.');
  };
  const loop = new AgentLoop(parts, show);
  show({});
  addEventListener('pagehide', () => loop.leave());
  // A page that comes back from the browser's cache begins again.
  addEventListener('pageshow', event => event.persisted && location.reload());
  await watch.begin();

  try {
    await describe(parts, description, runtimes, show);
    await runUnlessStopped(view, loop, show, () => runners.end());
  } catch (error) {
    runners.end();
    if (!error.isRefusedCredential && error.status !== 404) throw error;
    view.update({ phase: 'refused' });
    view.message('refused', `The coordinator does not accept this device any more: ${error.message.replace(/\.$/, '')}. Results that were not sent stay here until you forget the device.`, 'error');
  }
}
