// The metadata of an ONNX file. Of the protocol-buffer format only as much is read as that needs: field 14 of ModelProto is a list of pairs, key 1 and value 2.

const metadataField = 14;
const decoder = new TextDecoder();

/** @param {Uint8Array} model @returns {Map<string, string>} */
export function readMetadata(model) {
  const metadata = new Map();
  for (const { field, bytes } of fieldsOf(model)) {
    if (field !== metadataField || bytes === null) continue;
    let key = '';
    let value = '';
    for (const part of fieldsOf(bytes)) {
      if (part.field === 1 && part.bytes !== null) key = decoder.decode(part.bytes);
      if (part.field === 2 && part.bytes !== null) value = decoder.decode(part.bytes);
    }
    metadata.set(key, value);
  }
  return metadata;
}

/** The fields of a message in order; `bytes` is null for numbers. */
export function* fieldsOf(message) {
  let at = 0;
  const varint = () => {
    // Lengths stay below 2^53; the bits above do not matter of a number that is skipped.
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      if (at >= message.length) throw new RangeError('The ONNX file ends in the middle of a field.');
      const byte = message[at++];
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    const kind = tag % 8;
    if (kind === 0) {
      varint();
      yield { field, bytes: null };
    } else if (kind === 2) {
      const length = varint();
      if (at + length > message.length) throw new RangeError('The ONNX file ends in the middle of a field.');
      yield { field, bytes: message.subarray(at, at + length) };
      at += length;
    } else if (kind === 1 || kind === 5) {
      at += kind === 1 ? 8 : 4;
      yield { field, bytes: null };
    } else {
      throw new RangeError(`The ONNX file has a field of the unknown kind ${kind}.`);
    }
  }
}
