export type { AfterChunks, Behaviour, ScriptedError, ScriptedToolCall } from './behaviour.js';
export type { SimulatorStats } from './ledger.js';
export {
  contentText,
  lastUserText,
  type RecordedBody,
  type RecordedMessage,
  type RecordedRequest,
} from './recorded-request.js';
export type { Endpoint, Rule } from './script.js';
export { startSimulator, type Simulator, type SimulatorOptions } from './simulator.js';
