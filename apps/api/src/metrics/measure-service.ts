import type { Metrics } from '@yychat/metrics';
import type { Remembered } from '../wiring/memory.js';
import { measureEngines, type EnginesAround } from './measure-engines.js';
import { measureMemories } from './measure-memories.js';
import { recordSwitches } from './record-switches.js';

interface Around extends EnginesAround {
  readonly remembered: Pick<Remembered, 'chat' | 'mem0'>;
}

/** Has the metrics tell of what there is beside the turns. Resolves with how to stop. */
export async function measureService(metrics: Metrics, around: Around): Promise<() => void> {
  const { remembered, engines } = around;
  measureMemories({ chat_engine: remembered.chat, mem0_proxy: remembered.mem0?.memory }, metrics.figures);
  const stop = await measureEngines(metrics.figures, around);
  const stopRecording = recordSwitches(engines, metrics);
  return () => {
    stop();
    stopRecording();
  };
}
