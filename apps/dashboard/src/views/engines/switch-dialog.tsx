import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CurrentRollout, SwitchedEngine, SwitchEngineRequest } from '@yychat/protocol';
import { useState, type ReactNode } from 'react';
import { isApiError } from '../../api/api-error.js';
import { call } from '../../api/client.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { useLive } from '../../live/live-context.js';
import { StatusDot } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Field, Input, Switch } from '../../ui/field.js';
import { Notice } from '../../ui/notice.js';
import { HEALTH_TONES, useFactsWord } from './engine-words.js';
import styles from './engines.module.css';
import { HealthList } from './health-list.js';
import { memoryFactsOf } from './memory-facts.js';
import { SwitchProgress } from './switch-progress.js';
import type { EngineState } from './use-engines.js';
import { useSwitchProblem } from './switch-problem.js';

/** Milliseconds. The service itself waits two seconds for instances, and as long as checks take for the health. */
const DEADLINE = 30_000;
const LONGEST_REASON = 500;

export interface SwitchDialogProps {
  readonly target: EngineState;
  /** Name of the engine in force. */
  readonly current: string;
  /** Turns that it has now. */
  readonly inFlight: number;
  readonly rollout: CurrentRollout | undefined;
  readonly onClose: () => void;
}

/** Shows what a switch will do before it is done, then how it goes. */
export function SwitchDialog(props: SwitchDialogProps) {
  const { target, onClose } = props;
  const { t } = useTranslation('engines');
  const { t: common } = useTranslation();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [force, setForce] = useState(false);
  const epoch = useLive(({ data }) => data?.engine.epoch) ?? 0;
  const [before] = useState(epoch);
  const switching = useMutation({
    mutationFn: (body: SwitchEngineRequest) =>
      call<SwitchedEngine>('POST /v1/engines/switch', { body, deadline: DEADLINE }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['engines'] }),
  });
  const isUnhealthy =
    target.status === 'down' || (isApiError(switching.error) && switching.error.code === 'engine_unhealthy');
  const confirm = () =>
    switching.mutate({
      engine_name: target.name,
      ...(isUnhealthy && force && { force }),
      ...(reason.trim() !== '' && { reason: reason.trim() }),
    });
  const hasBegun = switching.isPending || switching.isSuccess;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(hasBegun ? 'switch.doing' : 'switch.title', { engine: target.name })}
      footer={
        hasBegun ? (
          <Button variant={switching.isSuccess ? 'primary' : 'secondary'} onClick={onClose}>
            {common('actions.close')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{common('actions.cancel')}</Button>
            <Button
              variant={isUnhealthy ? 'danger' : 'primary'}
              disabledReason={isUnhealthy && !force ? t('switch.needsForce') : undefined}
              onClick={confirm}
            >
              {t(isUnhealthy ? 'switch.forceAction' : 'switch.action')}
            </Button>
          </>
        )
      }
    >
      {hasBegun ? (
        <SwitchProgress
          target={target.name}
          answer={switching.data}
          isInForce={switching.isSuccess || epoch > before}
        />
      ) : (
        <form
          className={styles.stack}
          onSubmit={(event) => {
            event.preventDefault();
            if (!isUnhealthy || force) confirm();
          }}
        >
          <Problem error={switching.error} />
          <TargetHealth target={target} />
          <WhatWillHappen {...props} />
          <Field label={t('reason')} hint={t('reasonHint')}>
            {(ids) => (
              <Input
                {...ids}
                value={reason}
                maxLength={LONGEST_REASON}
                autoComplete="off"
                onChange={(event) => setReason(event.currentTarget.value)}
              />
            )}
          </Field>
          {isUnhealthy && (
            <Notice tone="critical">
              {t('switch.unhealthy')}
              <Switch label={t('switch.force')} checked={force} onChange={setForce} />
            </Notice>
          )}
        </form>
      )}
    </Dialog>
  );
}

function Problem({ error }: { readonly error: unknown }) {
  const words = useSwitchProblem(error);
  if (words === null) return null;
  return (
    <Notice tone="critical" urgent>
      {words}
    </Notice>
  );
}

function TargetHealth({ target: { status, health } }: { readonly target: EngineState }) {
  const { t } = useTranslation('engines');
  return (
    <section className={styles.box}>
      <h3 className={styles.boxTitle}>
        {t('card.health')}
        <span className={styles.health} data-health={status}>
          <StatusDot tone={HEALTH_TONES[status]} />
          {t(`health.${status}`)}
        </span>
      </h3>
      {health !== null && <HealthList health={health} />}
    </section>
  );
}

function WhatWillHappen({ target, current, inFlight, rollout }: SwitchDialogProps) {
  const { t } = useTranslation('engines');
  const instances = useLive(({ data }) => data?.system.instances.length) ?? 1;
  const factsWord = useFactsWord();
  const extraction = memoryFactsOf(target)?.extraction ?? null;
  const hasRollout = rollout !== undefined && (rollout.weights !== null || rollout.shadow !== null);
  const items: ReactNode[] = [
    t('switch.newTurns', { count: instances, engine: target.name }),
    inFlight > 0
      ? t('switch.inFlight', { count: inFlight, engine: current })
      : t('switch.noneInFlight', { engine: current }),
    t('switch.recalls'),
    ...(extraction === null ? [] : [factsWord(extraction)]),
    ...(hasRollout ? [t('switch.endsRollout')] : []),
  ];
  return (
    <section className={styles.box}>
      <h3 className={styles.boxTitle}>{t('switch.what')}</h3>
      <ul className={styles.bullets}>
        {items.map((item, i) => (
          <li key={i}>{item}</li>
        ))}
      </ul>
    </section>
  );
}
