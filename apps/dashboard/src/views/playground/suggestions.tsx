import type { ListedEngine } from '@yychat/protocol';
import { ArrowLeftRight, Brain, Drama, Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from '../../i18n/use-translation.js';
import { cx } from '../../ui/cx.js';
import { useEngineChoice, usePersonality, useTools, type ChatSettings } from './chat-settings.js';
import { isOpen, type Exchange } from './exchange.js';
import styles from './suggestions.module.css';
import { useEngines, usePersonalities } from './use-playground-data.js';

/** Turns after which nobody needs to be shown what to say. */
const ENOUGH = 6;

export interface SuggestionsProps {
  readonly exchanges: readonly Exchange[];
  readonly settings: ChatSettings;
  readonly onSend: (text: string, settings: ChatSettings) => void;
}

interface Suggestion {
  readonly id: 'tell' | 'recall' | 'tool' | 'personality';
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  /** What it is sent with. */
  readonly settings: ChatSettings;
}

/** What to say first, so that one sees what the service does: memory over a switch of engines, a tool, a personality. */
export function Suggestions({ exchanges, settings, onSend }: SuggestionsProps) {
  const { t } = useTranslation('playground');
  const [, setEngine] = useEngineChoice();
  const [, setPersonality] = usePersonality();
  const [, setTools] = useTools();
  const all = useSuggestions(exchanges, settings);
  if (exchanges.length >= ENOUGH || exchanges.some(isOpen)) return null;
  const said = new Set(exchanges.map(({ question }) => question));
  const left = all.filter(({ text }) => !said.has(text));
  if (left.length === 0) return null;
  const isFirst = exchanges.length === 0;
  return (
    <section className={cx(styles.suggestions, isFirst && styles.first)} aria-label={t('first.label')}>
      {isFirst && (
        <div className={styles.welcome}>
          <h2>{t('first.title')}</h2>
          <p>{t('first.text')}</p>
        </div>
      )}
      <ul className={cx(styles.list, !isFirst && styles.small)}>
        {left.map((suggestion) => (
          <li key={suggestion.id}>
            <button
              type="button"
              className={cx(styles.suggestion, suggestion.id === 'recall' && styles.next)}
              data-suggestion={suggestion.id}
              onClick={() => {
                const { engine, personality, tools } = suggestion.settings;
                setEngine(engine);
                setPersonality(personality);
                setTools(tools);
                onSend(suggestion.text, suggestion.settings);
              }}
            >
              {suggestion.icon}
              <span className={styles.words}>
                <span className={styles.title}>{suggestion.title}</span>
                <span>{suggestion.text}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function useSuggestions(exchanges: readonly Exchange[], settings: ChatSettings): readonly Suggestion[] {
  const { t } = useTranslation('playground');
  const { data: engines } = useEngines();
  const { data: personalities } = usePersonalities();
  const told = exchanges.find(
    ({ question, status }) => question === t('first.tell.text') && status === 'done',
  );
  const other = otherEngine(engines?.data ?? [], told?.engine ?? null);
  const personality = personalities?.data.find(({ id }) => id !== settings.personality);
  const suggestions: Suggestion[] = [];
  if (!settings.stateless && told === undefined)
    suggestions.push({
      id: 'tell',
      icon: <Brain aria-hidden />,
      title: t('first.tell.title'),
      text: t('first.tell.text'),
      settings,
    });
  if (!settings.stateless && told !== undefined && other !== undefined)
    suggestions.push({
      id: 'recall',
      icon: <ArrowLeftRight aria-hidden />,
      title: t('first.recall.title', { engine: other }),
      text: t('first.recall.text'),
      settings: { ...settings, engine: other },
    });
  suggestions.push({
    id: 'tool',
    icon: <Wrench aria-hidden />,
    title: t('first.tool.title'),
    text: t('first.tool.text'),
    settings: { ...settings, tools: true },
  });
  if (personality !== undefined)
    suggestions.push({
      id: 'personality',
      icon: <Drama aria-hidden />,
      title: t('first.personality.title', { name: personality.name }),
      text: t('first.personality.text'),
      settings: { ...settings, personality: personality.id },
    });
  return suggestions;
}

/** One that is well, and is not the one that was told. */
function otherEngine(engines: readonly ListedEngine[], told: string | null): string | undefined {
  return engines.find(({ name, status }) => name !== told && status !== 'down')?.name;
}
