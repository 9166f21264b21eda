import type { TurnContents, TurnDetail } from '@yychat/protocol';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { addMessages } from '../i18n/i18n.js';
import { useTranslation } from '../i18n/use-translation.js';
import { contentsMessages } from './contents-messages.js';
import styles from './contents.module.css';
import { MemoryItems } from './memory-items.js';
import { ToolItems } from './tool-items.js';
import { useTurnContents } from './use-turn-contents.js';

addMessages('contents', contentsMessages);

/** What the model was shown for an answer, to be unfolded. Nothing where it is not kept: the facts of the answer say what there was. */
export function ContentsFolds({ turn }: { readonly turn: TurnDetail | undefined }) {
  const { t } = useTranslation('contents');
  const { data } = useTurnContents(turn);
  if (data === undefined) return null;
  const { memories, tools } = data;
  return (
    <>
      {memories.length > 0 && (
        <Fold title={t('memoriesCount', { count: memories.length })} preview={memories[0]?.text}>
          <MemoryItems contents={data} />
        </Fold>
      )}
      {tools.length > 0 && (
        <Fold title={t('toolsCount', { count: tools.length })} preview={previewOf(tools[0])}>
          <ToolItems contents={data} />
        </Fold>
      )}
      {data.truncated && <p className={styles.note}>{t('truncated')}</p>}
    </>
  );
}

function previewOf(tool: TurnContents['tools'][number] | undefined): string | undefined {
  return tool && `${tool.name} ${tool.arguments} → ${tool.result}`;
}

interface FoldProps {
  readonly title: string;
  /** The first of it, as far as there is room. */
  readonly preview: string | undefined;
  readonly children: ReactNode;
}

function Fold({ title, preview, children }: FoldProps) {
  return (
    <details className={styles.fold}>
      <summary>
        <ChevronRight aria-hidden />
        <span className={styles.title}>{title}</span>
        <span className={styles.preview}>{preview}</span>
      </summary>
      {children}
    </details>
  );
}
