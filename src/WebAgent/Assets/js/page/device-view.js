import { latencyText, shortHash } from './figures.js';

const phases = {
  waiting: ['Waiting for work', 'good'],
  measuring: ['Measuring', 'good'],
  sending: ['Sending results', 'good'],
  hidden: ['Paused: this tab is hidden. Bring it to the front', 'warn'],
  stopping: ['Stopping after the running model', 'warn'],
  stopped: ['Stopped', 'warn'],
  'other-tab': ['This page is open in another tab of this browser. This one goes on when that one is closed', 'warn'],
  connecting: ['Getting ready', 'good'],
  refused: ['Not accepted', 'bad'],
  failed: ['Not measuring', 'bad'],
};

// What a device that waits for work is not given any for.
const standings = {
  DEVICE_STATE_QUARANTINED: ['In quarantine: its jobs failed one after another, so it is given one every five minutes until one succeeds', 'warn'],
  DEVICE_STATE_DRAINING: ['Drained: an admin lets this device have no new jobs', 'warn'],
};

const screens = { held: 'kept on', none: 'may go off', unknown: 'may go off' };

/** The page. It shows a state and knows nothing of how that comes about. */
export class DeviceView {
  #state = { phase: 'starting', measured: 0, failed: 0, unsent: 0, messages: {} };
  #frame = null;

  constructor(root) {
    this.parts = Object.fromEntries([...root.querySelectorAll('[data-part]')].map(element => [element.dataset.part.replace(/-(.)/g, (_, letter) => letter.toUpperCase()), element]));
    this.code = root.querySelector('#code');
    this.device = root.querySelector('#device');
    this.codeError = root.querySelector('#code-error');
  }

  get state() {
    return this.#state;
  }

  /** Takes changes of the state; `addMeasured` and `addFailed` count. */
  update({ addMeasured = 0, addFailed = 0, messages = {}, ...changes }) {
    const state = this.#state;
    Object.assign(state, changes);
    Object.assign(state.messages, messages);
    state.measured += addMeasured;
    state.failed += addFailed;
    // A tab that is stopping goes on to show that until it has stopped.
    if (state.isStopping && ['waiting', 'measuring', 'sending'].includes(state.phase)) state.phase = 'stopping';
    if (document.visibilityState === 'hidden') this.#render();
    else this.#frame ??= requestAnimationFrame(() => this.#render());
  }

  /** Shows a sentence above everything else under a key; removes it where the text is null. */
  message(key, text, kind = 'warn') {
    this.update({ messages: { [key]: text === null ? null : { text, kind } } });
  }

  /** Shows the sentence beside the code; none where it is null. */
  refuse(sentence) {
    this.codeError.textContent = sentence ?? '';
    this.codeError.hidden = sentence === null;
    this.code.setAttribute('aria-invalid', String(sentence !== null));
    if (sentence !== null) this.code.focus();
  }

  #render() {
    this.#frame = null;
    const state = this.#state;
    const { parts } = this;
    const isWorking = state.phase in phases;
    parts.starting.hidden = state.phase !== 'starting';
    parts.enrol.hidden = state.phase !== 'enrol';
    parts.work.hidden = !isWorking;
    this.#renderMessages();
    this.#renderConnection();
    if (isWorking) this.#renderWork();
    const [text] = phases[state.phase] ?? ['This device'];
    document.title = `${state.phase === 'hidden' ? 'Paused: tab hidden' : text} · LatBench`;
    document.documentElement.dataset.phase = state.phase;
  }

  #renderWork() {
    const { parts } = this;
    const { phase, current, latest, failure } = this.#state;
    const [text, mood] = (phase === 'waiting' && standings[this.#state.deviceState]) || phases[phase];
    set(parts.deviceName, this.#state.deviceId ?? 'This browser as a device');
    set(parts.phase, text);
    parts.phase.dataset.state = mood;
    set(parts.latency, latest ? latencyText(latest.milliseconds) : '–');
    set(parts.latencyOf, latest ? `Model ${shortHash(latest.model)} on ${latest.target}` : 'No model has been measured yet.');
    parts.current.hidden = !current;
    if (current) {
      set(parts.model, shortHash(current.model));
      set(parts.target, current.target);
      set(parts.pass, String(current.pass));
      set(parts.left, String(this.#state.jobsLeft));
    }
    set(parts.measured, String(this.#state.measured));
    set(parts.failed, String(this.#state.failed));
    set(parts.unsent, String(this.#state.unsent));
    set(parts.wake, screens[this.#state.wakeLock] ?? '–');
    parts.failure.hidden = !failure;
    if (failure) set(parts.failure, `The latest failure, of model ${shortHash(failure.model)} on ${failure.target}: ${failure.message}`);
    parts.stop.hidden = !['waiting', 'measuring', 'sending', 'hidden'].includes(phase);
    parts.forget.hidden = phase === 'other-tab';
    parts.go.hidden = phase !== 'stopped';
  }

  #renderConnection() {
    const { connection, connectionMessage } = this.#state;
    const { connection: badge } = this.parts;
    badge.hidden = !connection;
    if (!connection) return;
    badge.className = `badge ${connection === 'ok' ? 'good' : 'warn'}`;
    set(badge, connection === 'ok' ? 'Connected' : `${connectionMessage?.replace(/\.$/, '') ?? 'Not connected'}: trying again`);
  }

  #renderMessages() {
    const wanted = Object.entries(this.#state.messages).filter(([, message]) => message);
    const { messages } = this.parts;
    for (const element of [...messages.children]) {
      if (!wanted.some(([key]) => key === element.dataset.key)) element.remove();
    }
    for (const [key, { text, kind }] of wanted) {
      let element = [...messages.children].find(one => one.dataset.key === key);
      if (!element) {
        element = document.createElement('p');
        element.dataset.key = key;
        messages.append(element);
      }
      element.className = `message ${kind}`;
      set(element, text);
    }
  }
}

/** Changes a text only where it is another one, so that a screen reader is not told the same again. */
function set(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
