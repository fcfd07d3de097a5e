// The rule of device ids; the coordinator has it in DeviceId.cs.

const maxLength = 63;
const valid = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const randomCharacters = 'abcdefghjkmnpqrstvwxyz23456789';
const randomLength = 4;

/** The rule in words, such as they follow "the name of a device is". */
export const rule = "1 to 63 of a-z, 0-9 and '-', beginning and ending with a letter or a digit";

/** Determines whether a text is a device id. */
export function isDeviceId(text) {
  return valid.test(text);
}

/** An id made of a text, and of some random characters, because ids are unique. */
export function proposeDeviceId(text) {
  const slug = text.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, maxLength - randomLength - 1).replace(/^-+|-+$/g, '') || 'browser';
  return `${slug}-${Array.from(crypto.getRandomValues(new Uint8Array(randomLength)), byte => randomCharacters[byte % randomCharacters.length]).join('')}`;
}
