import { forget } from '../device/enrolment.js';
import { openDatabase } from '../storage/database.js';

/** Lets the person forget the device, after a question. */
export function allowForgetting({ forget: button, forgetDialog: dialog }) {
  button.addEventListener('click', () => dialog.showModal());
  dialog.addEventListener('close', async () => {
    if (dialog.returnValue !== 'yes') return;
    forget();
    const database = await openDatabase();
    await Promise.allSettled(['spool', 'artifacts'].map(store => database.clear(store)));
    location.reload();
  });
}
