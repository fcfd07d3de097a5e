import { Backoff } from '../coordinator/backoff.js';
import * as settings from '../storage/settings.js';

const identityKey = 'identity';
const attemptKey = 'enrolment';

/** The identity of this device: `{device, credential}`; null before it is enrolled. */
export function identity() {
  return settings.read(identityKey);
}

/** Deletes the identity, and with it what the device may do. */
export function forget() {
  for (const key of [identityKey, attemptKey, 'leases', 'stopped', 'precisions']) settings.remove(key);
}

/**
 * Enrols with a one-time code. A coordinator that cannot be reached is asked again; a repeated call is the same one, also after the page was closed between
 * question and answer.
 * @throws {CallError} the coordinator does not take the code or the name.
 */
export async function enrol(coordinator, code, deviceId, request, waiting) {
  const before = settings.read(attemptKey);
  const attempt = before?.code === code && before.deviceId === deviceId ? before : { code, deviceId, requestId: randomId() };
  settings.write(attemptKey, attempt);
  const backoff = new Backoff();
  while (true) {
    try {
      const { device, credential } = await coordinator.call('devices:enrol', { requestId: attempt.requestId, enrolmentToken: code, deviceId, ...request });
      const found = { device: device.name, credential };
      settings.write(identityKey, found);
      settings.remove(attemptKey);
      return found;
    } catch (error) {
      if (!error.isTransient) throw error;
      waiting(error);
      await backoff.wait(null);
    }
  }
}

function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}
