import { rmSync } from 'node:fs';
import { openWorkbench } from './workbench.js';

function tearDown(): void {
  rmSync(openWorkbench().folder, { recursive: true, force: true });
}

export { tearDown as default };
