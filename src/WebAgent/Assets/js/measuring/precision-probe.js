import { LoadedModel } from './loaded-model.js';

// One convolution in each precision, as an ONNX file; those of the native agent.
const models = {
  PRECISION_FP32:
    'CAgSCExhdEJlbmNoOqIBCkwKAXgKAXcSAXkaAXkiBENvbnYqFQoMa2VybmVsX3NoYXBlQgIBAaABByoPCgRwYWRzQgQAAAAAoAEHKhAKB3N0cmlkZXNCAgEB'
    + 'oAEHEgVwcm9iZSoRCgQBAQEBEAFCAXdKBAAAgD9aGwoBeBIWChQIARIQCgIIAQoCCAEKAggECgIIBGIbCgF5EhYKFAgBEhAKAggBCgIIAQoCCAQKAggEQgIQ'
    + 'EQ==',
  PRECISION_FP16:
    'CAgSCExhdEJlbmNoOqABCkwKAXgKAXcSAXkaAXkiBENvbnYqFQoMa2VybmVsX3NoYXBlQgIBAaABByoPCgRwYWRzQgQAAAAAoAEHKhAKB3N0cmlkZXNCAgEB'
    + 'oAEHEgVwcm9iZSoPCgQBAQEBEApCAXdKAgA8WhsKAXgSFgoUCAoSEAoCCAEKAggBCgIIBAoCCARiGwoBeRIWChQIChIQCgIIAQoCCAEKAggECgIIBEICEBE=',
  PRECISION_INT8:
    'CAgSCExhdEJlbmNoOswDCisKAXgKBHN0ZXAKBmNlbnRyZRIDeC9xGgN4L3EiDlF1YW50aXplTGluZWFyCjEKA3gvcQoEc3RlcAoGY2VudHJlEgR4L2RxGgR4'
    + 'L2RxIhBEZXF1YW50aXplTGluZWFyCi0KAXcKBHN0ZXAKBHplcm8SBHcvZHEaBHcvZHEiEERlcXVhbnRpemVMaW5lYXIKWAoEeC9kcQoEdy9kcRIEY29udhoE'
    + 'Y29udiIEQ29udioVCgxrZXJuZWxfc2hhcGVCAgEBoAEHKg8KBHBhZHNCBAAAAACgAQcqEAoHc3RyaWRlc0ICAQGgAQcKNAoEY29udgoEc3RlcAoGY2VudHJl'
    + 'EgZjb252L3EaBmNvbnYvcSIOUXVhbnRpemVMaW5lYXIKLgoGY29udi9xCgRzdGVwCgZjZW50cmUSAXkaAXkiEERlcXVhbnRpemVMaW5lYXISBXByb2JlKg4Q'
    + 'AUIEc3RlcEoEAAAAPCoNEAJCBmNlbnRyZUoBgCoLEANCBHplcm9KAQAqDgoEAQEBARADQgF3SgFkWhsKAXgSFgoUCAESEAoCCAEKAggBCgIIBAoCCARiGwoB'
    + 'eRIWChQIARIQCgIIAQoCCAEKAggECgIIBEICEBE=',
};

/** The precisions whose model gives a finite result on a target. */
export async function precisionsOf(ort, target) {
  const precisions = [];
  for (const [precision, base64] of Object.entries(models)) {
    const graph = Uint8Array.from(atob(base64), character => character.charCodeAt(0));
    try {
      const model = await LoadedModel.create(ort, { graph, weights: null }, target);
      await model.requireOutputs();
      await model.dispose();
      precisions.push(precision);
    } catch {
      // Not on this runtime.
    }
  }
  return precisions;
}
