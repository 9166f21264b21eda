import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.js';
import { Notice } from '../../ui/notice.js';
import { EmptyState, ErrorState, Skeleton } from '../../ui/state.js';
import styles from './requests.module.css';

export interface ListBodyProps {
  readonly title: string;
  readonly hint: string | undefined;
  /** Something to know of what is listed. */
  readonly note?: string | undefined;
  readonly actions?: ReactNode;
  readonly error: Error | null;
  readonly loading: boolean;
  readonly empty: boolean;
  /** Said when it is empty. */
  readonly nothing: string;
  /** That it is empty is good news. */
  readonly isGood?: boolean;
  readonly onRetry: () => void;
  readonly children: ReactNode;
}

/** A list, or why there is none. */
export function ListBody(props: ListBodyProps) {
  const { title, hint, note, actions, error, loading, empty, nothing, isGood = false } = props;
  return (
    <Card title={title} hint={hint} actions={actions} flush>
      {note !== undefined && (
        <div className={styles.pad}>
          <Notice tone="info">{note}</Notice>
        </div>
      )}
      {loading && error !== null ? (
        <ErrorState error={error} onRetry={props.onRetry} />
      ) : loading ? (
        <div className={styles.pad}>
          <Skeleton height="24rem" />
        </div>
      ) : empty ? (
        <EmptyState title={nothing} {...(isGood && { icon: <CircleCheck aria-hidden /> })} />
      ) : (
        props.children
      )}
    </Card>
  );
}
