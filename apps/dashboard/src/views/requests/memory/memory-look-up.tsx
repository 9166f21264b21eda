import { useQuery } from '@tanstack/react-query';
import type { List, TurnRecord } from '@yychat/protocol';
import { MessagesSquare, Search } from 'lucide-react';
import { useState } from 'react';
import { call, withQuery } from '../../../api/client.js';
import { useTranslation } from '../../../i18n/use-translation.js';
import { useMay, useSession } from '../../../session/session.js';
import { Button } from '../../../ui/button.js';
import { Card } from '../../../ui/card.js';
import { Field, Input } from '../../../ui/field.js';
import { EmptyState } from '../../../ui/state.js';
import { useConversation, useTenant } from '../request-params.js';
import styles from '../requests.module.css';
import { Conversation } from './conversation.js';

const LONGEST_ID = 256;
/** Requests among which conversations are looked for, and how many of these are offered. */
const LOOKED_THROUGH = 100;
const OFFERED = 8;

/** What is kept of a conversation: what was said, and what each engine remembers. */
export function MemoryLookUp() {
  const [id] = useConversation();
  const [tenant] = useTenant();
  return (
    <div className={styles.view}>
      {/* What was typed is another's once the address is. */}
      <LookUpForm key={`${tenant ?? ''} ${id ?? ''}`} />
      {id === null ? <Offered /> : <Conversation key={`${tenant ?? ''} ${id}`} id={id} tenant={tenant} />}
    </div>
  );
}

function LookUpForm() {
  const { t } = useTranslation('requests');
  const { t: common } = useTranslation();
  const isAdmin = useMay('admin');
  const session = useSession();
  const [id, setId] = useConversation();
  const [tenant, setTenant] = useTenant();
  const [typed, setTyped] = useState(id ?? '');
  const [typedTenant, setTypedTenant] = useState(tenant ?? '');
  return (
    <form
      className={styles.lookUp}
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        setTenant(typedTenant.trim() === session.tenant ? null : typedTenant.trim());
        setId(typed.trim(), { push: true });
      }}
    >
      <Field label={t('memory.id')}>
        {(ids) => (
          <Input
            {...ids}
            required
            value={typed}
            maxLength={LONGEST_ID}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label={t('memory.tenant')} hint={isAdmin ? undefined : common('role.needsAdmin')}>
        {(ids) => (
          <Input
            {...ids}
            value={typedTenant}
            placeholder={session.tenant}
            disabled={!isAdmin}
            maxLength={LONGEST_ID}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setTypedTenant(event.currentTarget.value)}
          />
        )}
      </Field>
      <Button type="submit" variant="primary">
        <Search aria-hidden />
        {t('memory.lookUp')}
      </Button>
    </form>
  );
}

/** Conversations that somebody had just now, for who knows no id. */
function Offered() {
  const { t } = useTranslation('requests');
  const [, setId] = useConversation();
  const { data } = useQuery({
    queryKey: ['requests', 'conversations'],
    queryFn: ({ signal }) =>
      call<List<TurnRecord>>(`GET ${withQuery('/v1/performance/recent', { count: LOOKED_THROUGH })}`, {
        signal,
      }),
  });
  const ids = [...new Set(data?.data.flatMap(({ conversation_id: id }) => id ?? []))].slice(0, OFFERED);
  return (
    <Card title={t('memory.none')}>
      <EmptyState
        icon={<MessagesSquare aria-hidden />}
        title={t('memory.start')}
        actions={ids.map((id) => (
          <Button key={id} size="sm" onClick={() => setId(id, { push: true })}>
            <span className={styles.clip}>{id}</span>
          </Button>
        ))}
      >
        {t(ids.length > 0 ? 'memory.startRecent' : 'memory.startText')}
      </EmptyState>
    </Card>
  );
}
