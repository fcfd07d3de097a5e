// The start of every page: each module looks for the elements that it is about, and does it again for content that arrives later.
import { keepLive } from './live.js';
import { showLocalTimes } from './times.js';
import { addCopyButtons } from './copy.js';
import { addThemeSwitch } from './theme.js';
import { drawCharts } from './charts.js';
import { improveForms } from './forms.js';

const start = root => {
  showLocalTimes(root);
  addCopyButtons(root);
  improveForms(root);
  drawCharts(root);
};

// A transition between pages that the next navigation cuts short is no error.
for (const name of ['pageswap', 'pagereveal']) {
  addEventListener(name, event => {
    for (const step of ['ready', 'updateCallbackDone', 'finished']) event.viewTransition?.[step]?.catch(() => {});
  });
}

addThemeSwitch();
start(document);
keepLive(start);
closeMenuOnPhones();
for (const name of document.querySelectorAll('[data-module]')) {
  import(`./pages/${name.dataset.module}.js`).then(module => {
    module.start(name);
    name.dataset.madeStarted = 'true';
  });
}

function closeMenuOnPhones() {
  if (matchMedia('(max-width: 50rem)').matches) document.querySelector('.menu')?.removeAttribute('open');
}
