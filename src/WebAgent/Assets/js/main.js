import { Backoff } from './coordinator/backoff.js';
import { Coordinator } from './coordinator/coordinator.js';
import { describeDevice } from './device/description.js';
import { identity } from './device/enrolment.js';
import { loops } from './measuring/core-meter.js';
import { DeviceView } from './page/device-view.js';
import { enrolByPerson } from './page/enrolment-form.js';
import { allowForgetting } from './page/forgetting.js';
import { followLaterInvitations, takeInvitation } from './page/invitation.js';
import { becomeTheOnlyTab } from './watch/one-tab.js';
import { work } from './work.js';

const agentVersion = document.querySelector('meta[name=latbench-version]').content;
const invitation = takeInvitation();
followLaterInvitations();
const view = new DeviceView(document);

main().catch(error => {
  view.message('fault', `Something went wrong on this page: ${error.message ?? error}. Reload it.`, 'error');
  view.update({ phase: identity() ? 'failed' : 'starting' });
});

async function main() {
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(loops())) {
    view.parts.startingText.textContent = '';
    view.message('browser', 'This browser has no WebAssembly with vectors (SIMD), so it cannot measure: use a current version of Chromium, Chrome, Edge, Firefox or Safari.', 'error');
    return;
  }
  if (!self.crossOriginIsolated) {
    view.message('isolation', self.isSecureContext
      ? 'This browser does not isolate the page, so it measures with one thread and a coarse clock.'
      : 'This page came over plain HTTP, so the browser gives it one thread, a coarse clock and no WebGPU: give the coordinator a certificate (--tls-cert) and open the page by https.');
  }

  // Before anything else: two tabs that are opened at once with one code are one device.
  await becomeTheOnlyTab(() => view.update({ phase: 'other-tab' }));
  view.update({ phase: 'starting' });
  const coordinator = new Coordinator();
  const runtimes = await waitForRuntimes(coordinator);
  const description = await describeDevice(runtimes, agentVersion, ['PRECISION_FP32']);
  const before = identity();
  const { device, credential } = before ?? await enrolByPerson(view, coordinator, description, invitation);
  const deviceId = device.slice('devices/'.length);
  if (before && invitation.code.length > 0 && invitation.device !== deviceId) {
    view.message('invitation', `This browser is the device ${deviceId} already, so the code of the link was not used: open the link in another browser, or press "Forget this device" first and open it again.`);
  }
  coordinator.authenticate(credential);
  view.update({ deviceId, phase: 'connecting' });
  allowForgetting(view.parts);
  await work(view, { coordinator, device, description, runtimes, agentVersion });
}

/** Waits until a runtime is installed. */
async function waitForRuntimes(coordinator) {
  const backoff = new Backoff(1000);
  while (true) {
    try {
      const runtimes = await coordinator.runtimes();
      view.message('runtime', null);
      view.update({ connection: 'ok' });
      if (runtimes.length > 0) return runtimes;
      view.parts.startingText.textContent = 'This page goes on by itself once that is done.';
      view.message('runtime', "The coordinator has no runtime for browsers: run 'latbench web-runtime install' there.", 'error');
    } catch (error) {
      view.update({ connection: 'lost', connectionMessage: error.message });
    }
    await backoff.wait(null);
  }
}
