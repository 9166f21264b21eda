import { useMemo } from 'react';
import { anyText, flag, oneOf } from '../../url/param.js';
import { useParam } from '../../url/use-param.js';
import { SAMPLES } from './code-samples.js';

const DEFAULT_MODEL = 'gpt-4.1';

const side = oneOf(['settings', 'memory', 'code'], 'settings');
const sample = oneOf(SAMPLES, 'curl');
const onUnlessOff = {
  parse: (text: string | null) => text !== '0',
  format: (value: boolean) => (value ? null : '0'),
};

/** What is asked for beside the message itself. */
export interface ChatSettings {
  /** Name of an engine; `null`: the one in force. */
  readonly engine: string | null;
  readonly personality: string | null;
  readonly model: string;
  readonly tools: boolean;
  readonly user: string | null;
  /** No conversation: nothing is remembered. */
  readonly stateless: boolean;
  /** Whether earlier messages are sent as well. Without a conversation they always are. */
  readonly history: boolean;
}

export const useEngineChoice = () => useParam('via', anyText);
export const usePersonality = () => useParam('personality', anyText);
export const useModel = () => useParam('model', anyText);
export const useTools = () => useParam('tools', onUnlessOff);
export const useUser = () => useParam('user', anyText);
export const useStateless = () => useParam('stateless', flag);
export const useHistory = () => useParam('history', flag);
/** The conversation in the address; `null`: one that is about to begin. */
export const useConversationParam = () => useParam('conversation', anyText);
/** What stands beside the chat. */
export const useSide = () => useParam('side', side);
/** The engine whose memory is shown; `null`: the one in force. */
export const useMemoryEngine = () => useParam('memory', anyText);
export const useSample = () => useParam('sample', sample);

export function useChatSettings(): ChatSettings {
  const [engine] = useEngineChoice();
  const [personality] = usePersonality();
  const [model] = useModel();
  const [tools] = useTools();
  const [user] = useUser();
  const [stateless] = useStateless();
  const [history] = useHistory();
  return useMemo(
    () => ({
      engine,
      personality,
      model: model ?? DEFAULT_MODEL,
      tools,
      user,
      stateless,
      history: stateless || history,
    }),
    [engine, personality, model, tools, user, stateless, history],
  );
}
