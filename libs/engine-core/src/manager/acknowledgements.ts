import type { Clock } from '../ports/clock.js';
import type { EngineState } from '../ports/engine-state.js';

/** Milliseconds between two looks, and until an instance counts as late. */
const LOOK = 25;
const PATIENCE = 2_000;

export interface InstanceAcknowledgement {
  readonly id: string;
  readonly acknowledged: boolean;
}

/** Waits until all live instances have acknowledged the epoch; two seconds at most. Names each, whether it has or not. */
export async function acknowledgements(
  state: EngineState,
  epoch: number,
  clock: Clock,
): Promise<readonly InstanceAcknowledgement[]> {
  const begun = clock.monotonic();
  for (;;) {
    const instances = await state.instances();
    const said = instances.map((instance) => ({ id: instance.id, acknowledged: instance.epoch >= epoch }));
    if (said.every(({ acknowledged }) => acknowledged) || clock.monotonic() - begun >= PATIENCE) return said;
    await new Promise<void>((resolve) => clock.after(LOOK, resolve));
  }
}
