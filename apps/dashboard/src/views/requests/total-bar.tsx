import type { TurnRecord } from '@yychat/protocol';
import { stageColor } from './request-words.js';
import styles from './requests.module.css';

const PARTS = ['memory_retrieval', 'openai_api', 'tool_execution'] as const;

/** How long a request took beside others, and with what. The figures stand beside it. */
export function TotalBar({ record, longest }: { readonly record: TurnRecord; readonly longest: number }) {
  const total = record.total ?? 0;
  const share = longest > 0 ? total / longest : 0;
  return (
    <span aria-hidden className={styles.bar}>
      <span className={styles.barTotal} style={{ width: `${share * 100}%` }}>
        {total > 0 &&
          PARTS.map((part) => (
            <span
              key={part}
              style={{
                width: `${Math.min(1, (record[part] ?? 0) / total) * 100}%`,
                background: stageColor(part),
              }}
            />
          ))}
      </span>
    </span>
  );
}
