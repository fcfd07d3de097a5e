import { proposeDeviceName } from '../device/browser.js';
import { isDeviceId, rule } from '../device/device-id.js';
import { enrol } from '../device/enrolment.js';
import { once } from './once.js';

/** Shows the form until the coordinator has taken the device. Returns its identity. */
export async function enrolByPerson(view, coordinator, description, invitation) {
  view.code.value = invitation.code;
  view.device.value = invitation.device || proposeDeviceName(description.browser);
  view.parts.offers.textContent = `What can be measured here: ${[...new Set(description.catalog.targets.map(target => `${target.executionProvider} t${target.threads}`))].join(', ')}.`;
  view.update({ phase: 'enrol' });
  let starts = invitation.starts && invitation.code.length > 0;
  while (true) {
    if (!starts) await once(view.parts.enrolForm, 'submit');
    starts = false;
    const [code, device] = [view.code.value.trim(), view.device.value.trim()];
    if (code.length === 0 || !isDeviceId(device)) {
      view.refuse(code.length === 0 ? 'Type the code that the invitation shows.' : `The name of a device is ${rule}.`);
      continue;
    }
    view.refuse(null);
    view.parts.enrolButton.setAttribute('aria-busy', 'true');
    try {
      return await enrol(coordinator, code, device, description.request, error => view.update({ connection: 'lost', connectionMessage: error.message }));
    } catch (error) {
      view.update({ connection: 'ok' });
      view.refuse(error.message);
    } finally {
      view.parts.enrolButton.removeAttribute('aria-busy');
    }
  }
}
