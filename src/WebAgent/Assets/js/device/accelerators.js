// The coordinator takes no longer text.
const maxLength = 200;
const webnnDevices = ['cpu', 'gpu', 'npu'];

/** The accelerators that a page may use: the adapter of WebGPU as its driver describes it, and the kinds of device for which WebNN makes a context. */
export async function findAccelerators() {
  return { gpuAdapter: await gpuAdapter(), webnn: await webnn() };
}

async function gpuAdapter() {
  try {
    const adapter = await navigator.gpu?.requestAdapter();
    if (!adapter) return null;
    const { description, vendor, architecture, device } = adapter.info ?? {};
    return (description || [vendor, architecture, device].filter(part => part).join(' ') || 'unnamed adapter').slice(0, maxLength);
  } catch {
    return null;
  }
}

async function webnn() {
  const found = [];
  for (const deviceType of navigator.ml ? webnnDevices : []) {
    try {
      const context = await navigator.ml.createContext({ deviceType });
      context.destroy?.();
      found.push(`webnn-${deviceType}`);
    } catch {
      // Not here.
    }
  }
  return found;
}
