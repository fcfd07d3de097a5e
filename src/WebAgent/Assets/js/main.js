import { Artifacts } from './artifacts/artifacts.js';
import { Backoff } from './coordinator/backoff.js';
import { Coordinator } from './coordinator/coordinator.js';
import { describeDevice } from './device/description.js';
import { proposeDeviceName } from './device/browser.js';
import { enrol, forget, identity } from './device/enrolment.js';
import { AgentLoop } from './leasing/agent-loop.js';
import { PauseReporter } from './leasing/pause-reporter.js';
import { loops } from './measuring/core-meter.js';
import { RunnerSet } from './measuring/runner-set.js';
import { DeviceView } from './page/device-view.js';
import { takeInvitation } from './page/invitation.js';
import { Delivery } from './spool/delivery.js';
import { Spool } from './spool/spool.js';
import { openDatabase } from './storage/database.js';
import * as settings from './storage/settings.js';
import { MachineWatch } from './watch/machine-watch.js';
import { becomeTheOnlyTab } from './watch/one-tab.js';
import { PageVisibility } from './watch/page-visibility.js';
import { WakeLock } from './watch/wake-lock.js';

const runtimeAddress = '/web-runtime';
const probeMilliseconds = 60_000;

const agentVersion = document.querySelector('meta[name=latbench-version]').content;
const invitation = takeInvitation();
const view = new DeviceView(document);
const update = changes => view.update(changes);
const message = (key, text, kind = 'warn') => update({ messages: { [key]: text === null ? null : { text, kind } } });

main().catch(error => {
  message('fault', `Something went wrong on this page: ${error.message ?? error}. Reload it.`, 'error');
  update({ phase: identity() ? 'failed' : 'starting' });
});

async function main() {
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(loops())) {
    view.parts.startingText.textContent = '';
    message('browser', 'This browser has no WebAssembly with vectors (SIMD), so it cannot measure: use a current version of Chromium, Chrome, Edge, Firefox or Safari.', 'error');
    return;
  }
  if (!self.crossOriginIsolated) {
    message('isolation', self.isSecureContext
      ? 'This browser does not isolate the page, so it measures with one thread and a coarse clock.'
      : 'This page came over plain HTTP, so the browser gives it one thread, a coarse clock and no WebGPU: give the coordinator a certificate (--tls-cert) and open the page by https.');
  }

  const coordinator = new Coordinator();
  const runtimes = await waitForRuntimes(coordinator);
  const description = await describeDevice(runtimes, agentVersion, ['PRECISION_FP32']);
  const known = identity() ?? await enrolByPerson(coordinator, description);
  coordinator.authenticate(known.credential);
  update({ deviceId: known.device.slice('devices/'.length), phase: 'connecting' });
  allowForgetting();
  await becomeTheOnlyTab(known.device, () => update({ phase: 'other-tab' }));
  await work(coordinator, known.device, description, runtimes);
}

/** Waits until a runtime is installed. */
async function waitForRuntimes(coordinator) {
  const backoff = new Backoff(1000);
  while (true) {
    try {
      const runtimes = await coordinator.runtimes();
      message('runtime', null);
      update({ connection: 'ok' });
      if (runtimes.length > 0) return runtimes;
      view.parts.startingText.textContent = 'This page goes on by itself once that is done.';
      message('runtime', "The coordinator has no runtime for browsers: run 'latbench web-runtime install' there.", 'error');
    } catch (error) {
      update({ connection: 'lost', connectionMessage: error.message });
    }
    await backoff.wait(null);
  }
}

/** Shows the form until the coordinator has taken the device. */
async function enrolByPerson(coordinator, description) {
  view.code.value = invitation.code;
  view.device.value = invitation.device || proposeDeviceName(description.browser);
  view.parts.offers.textContent = `What can be measured here: ${[...new Set(description.catalog.targets.map(target => `${target.executionProvider} t${target.threads}`))].join(', ')}.`;
  update({ phase: 'enrol' });
  let starts = invitation.starts && invitation.code.length > 0;
  while (true) {
    if (!starts) await submitted(view.parts.enrolForm);
    starts = false;
    const [code, device] = [view.code.value.trim(), view.device.value.trim()];
    if (code.length === 0 || device.length === 0) {
      view.refuse(code.length === 0 ? 'Type the code that the invitation shows.' : 'Give the device a name.');
      continue;
    }
    view.refuse(null);
    view.parts.enrolButton.setAttribute('aria-busy', 'true');
    try {
      return await enrol(coordinator, code, device, description.request, error => update({ connection: 'lost', connectionMessage: error.message }));
    } catch (error) {
      update({ connection: 'ok' });
      view.refuse(error.message);
    } finally {
      view.parts.enrolButton.removeAttribute('aria-busy');
    }
  }
}

async function work(coordinator, device, description, runtimes) {
  const database = await openDatabase();
  const spool = new Spool(database);
  await spool.open();
  const runners = new RunnerSet(runtimeAddress, agentVersion);
  const visibility = new PageVisibility(() => {
    if (visibility.isHidden) loop.hide();
  });
  const wakeLock = new WakeLock(() => update({ wakeLock: wakeLock.state }));
  const watch = new MachineWatch(description.gpuAdapter);
  const parts = {
    coordinator, device, spool, runners, watch, visibility, wakeLock,
    catalog: description.catalog,
    artifacts: new Artifacts(coordinator, database),
    delivery: new Delivery(spool, coordinator, sentence => message('refused-result', `The coordinator did not take a result: ${sentence}`)),
    pauses: new PauseReporter(coordinator, device),
  };
  const show = changes => {
    update({ ...changes, unsent: spool.waiting, wakeLock: wakeLock.state });
    message('storage', spool.isKept ? null : 'This browser does not let the page store anything, or its storage is full: results that were not sent are lost when the page is closed.');
  };
  const loop = new AgentLoop(parts, show);
  show({});
  addEventListener('pagehide', () => loop.leave());
  // A page that comes back from the browser's cache begins again.
  addEventListener('pageshow', event => event.persisted && location.reload());
  await watch.begin();

  try {
    await describe(coordinator, device, description, runtimes, runners, show);
    while (true) {
      if (settings.read('stopped') === true) await started(show);
      await runUntilStopped(loop, show);
      runners.end();
    }
  } catch (error) {
    runners.end();
    if (!error.isRefusedCredential && error.status !== 404) throw error;
    update({ phase: 'refused' });
    message('refused', `The coordinator does not accept this device any more: ${error.message.replace(/\.$/, '')}. Results that were not sent stay here until you forget the device.`, 'error');
  }
}

/** Brings the description up to date. What precisions the runtime runs is found out once for each of its versions. */
async function describe(coordinator, device, description, runtimes, runners, show) {
  const versions = runtimes.map(runtime => runtime.version).join(' ');
  const { software } = description.request;
  const found = settings.read('precisions');
  const isKnown = found?.versions === versions && found.browser === software.browser;
  if (isKnown) software.precisions = found.precisions;
  await tellDescription(coordinator, device, description, show);
  if (isKnown) return;
  const precisions = await probe(runners, description.catalog.targets.find(one => one.executionProvider === 'wasm'));
  if (precisions.length === 0) return;
  settings.write('precisions', { versions, browser: software.browser, precisions });
  software.precisions = precisions;
  await tellDescription(coordinator, device, description, show);
}

async function tellDescription(coordinator, device, description, show) {
  const backoff = new Backoff();
  while (true) {
    try {
      await coordinator.call(`${device}:describe`, description.request);
      show({ connection: 'ok' });
      return;
    } catch (error) {
      if (!error.isTransient) throw error;
      show({ connection: 'lost', connectionMessage: error.message });
    }
    await backoff.wait(null);
  }
}

/** The precisions that a target runs; none where that cannot be found out now. */
async function probe(runners, target) {
  try {
    return await (await runners.runnerFor(target)).precisions(probeMilliseconds);
  } catch {
    return [];
  }
}

async function runUntilStopped(loop, show) {
  const stop = new AbortController();
  const ask = () => {
    settings.write('stopped', true);
    show({ isStopping: true, phase: 'stopping' });
    stop.abort(new DOMException('The person stopped it.', 'AbortError'));
  };
  view.parts.stop.addEventListener('click', ask, { once: true });
  try {
    await loop.run(stop.signal);
  } finally {
    view.parts.stop.removeEventListener('click', ask);
    show({ isStopping: false });
  }
}

async function started(show) {
  show({ phase: 'stopped', connection: null });
  await once(view.parts.go, 'click');
  settings.write('stopped', false);
  show({ phase: 'connecting' });
}

function allowForgetting() {
  const { forget: button, forgetDialog: dialog } = view.parts;
  button.addEventListener('click', () => dialog.showModal());
  dialog.addEventListener('close', async () => {
    if (dialog.returnValue !== 'yes') return;
    forget();
    const database = await openDatabase();
    await Promise.allSettled(['spool', 'artifacts'].map(store => database.clear(store)));
    location.reload();
  });
}

async function submitted(form) {
  const event = await once(form, 'submit');
  event.preventDefault();
}

function once(element, name) {
  return new Promise(resolve => element.addEventListener(name, event => {
    event.preventDefault();
    resolve(event);
  }, { once: true }));
}
