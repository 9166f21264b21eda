// A Chromium for the tests of the dashboard: found, or installed where the system allows, or a message that says how.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installPackages } from './apt.mjs';

/** What the tests look for as well: apps/dashboard/e2e/support/browser.ts. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

function isThere() {
  if (process.env.CHROMIUM_PATH) return existsSync(process.env.CHROMIUM_PATH);
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.some((folder) => NAMES.some((name) => existsSync(join(folder, name))));
}

export function prepareChromium() {
  if (isThere()) return;
  process.stderr.write('Installing Chromium for the tests of the dashboard (once) …\n');
  const trouble = installPackages(['chromium', 'fonts-noto-cjk']);
  if (!trouble && isThere()) return;
  process.stderr.write(
    'The tests need Chromium, and it could not be installed. Install it yourself, so that "chromium" or "google-chrome" is on\n' +
      'PATH, or name one in CHROMIUM_PATH: "sudo apt-get install chromium", "sudo dnf install chromium", "brew install chromium".\n' +
      (trouble ? `What went wrong: ${trouble}\n` : ''),
  );
}
