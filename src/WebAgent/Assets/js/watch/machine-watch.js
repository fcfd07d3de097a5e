const pressing = new Set(['serious', 'critical']);

/** What the browser tells of the machine: battery, pressure on the processor, memory. What it does not offer is absent. */
export class MachineWatch {
  #battery = null;
  #pressure = null;
  #gpuAdapter;

  constructor(gpuAdapter) {
    this.#gpuAdapter = gpuAdapter;
  }

  async begin() {
    try {
      this.#battery = await navigator.getBattery?.() ?? null;
    } catch {
      // Not allowed here.
    }
    try {
      if (globalThis.PressureObserver === undefined) return;
      const observer = new PressureObserver(records => { this.#pressure = records.at(-1).state; });
      await observer.observe('cpu', { sampleInterval: 1000 });
    } catch {
      // Not allowed here.
    }
  }

  /** Adds what is known to the conditions of a pass. */
  complete(conditions) {
    const browser = conditions.browser;
    if (this.#gpuAdapter) browser.gpuAdapter = this.#gpuAdapter;
    if (this.#battery !== null) {
      browser.batteryLevel = this.#battery.level;
      browser.charging = this.#battery.charging;
    }
    if (this.#pressure !== null) browser.computePressure = this.#pressure;
    if (navigator.deviceMemory !== undefined) browser.deviceMemoryGib = navigator.deviceMemory;
    if (pressing.has(this.#pressure)) conditions.flags.push('pressure');
  }
}
