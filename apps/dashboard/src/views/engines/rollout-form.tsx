import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CurrentRollout, SetRolloutRequest } from '@yychat/protocol';
import { useState } from 'react';
import { isApiError } from '../../api/api-error.js';
import { call } from '../../api/client.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { useMay } from '../../session/session.js';
import { Button } from '../../ui/button.js';
import { Field, Input } from '../../ui/field.js';
import { Notice } from '../../ui/notice.js';
import { Select } from '../../ui/select.js';
import { useToast } from '../../ui/toast.js';
import styles from './engines.module.css';
import own from './rollout.module.css';
import type { RolloutCardProps } from './rollout-card.js';
import { ShareFields } from './share-fields.js';
import { wholeShares } from './shares.js';
import { useSwitchProblem } from './switch-problem.js';

const DEADLINE = 30_000;
const LONGEST_REASON = 500;
const NO_SHADOW = '';
const DEFAULT_SAMPLE = '5';

export interface RolloutFormProps extends RolloutCardProps {
  readonly rollout: CurrentRollout;
}

/** Begins with what is in force. */
export function RolloutForm({ rollout, names, current }: RolloutFormProps) {
  const { t } = useTranslation('engines');
  const { t: common } = useTranslation();
  const needsAdmin = useMay('admin') ? undefined : common('role.needsAdmin');
  const [shares, setShares] = useState(() => wholeShares(rollout.weights, current, names));
  const [shadow, setShadow] = useState(rollout.shadow?.engine ?? NO_SHADOW);
  const [sample, setSample] = useState(
    rollout.shadow === null ? DEFAULT_SAMPLE : String(Math.round(rollout.shadow.sample * 1_000) / 10),
  );
  const [reason, setReason] = useState('');
  const setting = useSetRollout();
  const problem = useSwitchProblem(setting.error);
  const isUnhealthy = isApiError(setting.error) && setting.error.code === 'engine_unhealthy';
  const percent = Number(sample);
  const isSampleWrong = shadow !== NO_SHADOW && !(percent > 0 && percent <= 100);
  const isSet = rollout.weights !== null || rollout.shadow !== null;
  const wanted: SetRolloutRequest = {
    // All to the engine in force is what there is without weights.
    weights: shares[current] === 100 ? null : onlySome(shares),
    shadow: shadow === NO_SHADOW ? null : { engine: shadow, sample: percent / 100 },
  };
  const isNone = wanted.weights === null && wanted.shadow === null;
  const off =
    needsAdmin ??
    (isSampleWrong ? t('rollout.sampleWrong') : isNone && !isSet ? t('rollout.nothing') : undefined);
  const apply = (force?: true) =>
    setting.mutate({
      ...wanted,
      ...(force && { force }),
      ...(reason.trim() !== '' && { reason: reason.trim() }),
    });
  return (
    <form
      className={styles.stack}
      onSubmit={(event) => {
        event.preventDefault();
        if (off === undefined) apply();
      }}
    >
      <ShareFields names={names} shares={shares} onChange={setShares} disabled={needsAdmin !== undefined} />
      <div className={styles.pair}>
        <Field label={t('rollout.shadow')}>
          {(ids) => (
            <Select
              {...ids}
              full
              value={shadow}
              disabled={needsAdmin !== undefined}
              onChange={setShadow}
              options={[
                { value: NO_SHADOW, label: t('rollout.noShadow') },
                ...names.map((name) => ({ value: name, label: name })),
              ]}
            />
          )}
        </Field>
        <Field label={t('rollout.sample')} error={isSampleWrong ? t('rollout.sampleWrong') : null}>
          {(ids) => (
            <Input
              {...ids}
              type="number"
              min="0.1"
              max="100"
              step="any"
              value={sample}
              disabled={shadow === NO_SHADOW || needsAdmin !== undefined}
              onChange={(event) => setSample(event.currentTarget.value)}
            />
          )}
        </Field>
      </div>
      <p className={styles.faint}>{t('rollout.shadowHint')}</p>
      <Field label={t('reason')} hint={t('reasonHint')}>
        {(ids) => (
          <Input
            {...ids}
            value={reason}
            maxLength={LONGEST_REASON}
            autoComplete="off"
            disabled={needsAdmin !== undefined}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
      </Field>
      {problem !== null && (
        <Notice tone="critical" urgent>
          {problem}
          {isUnhealthy && (
            <Button size="sm" variant="danger" onClick={() => apply(true)}>
              {t('rollout.force')}
            </Button>
          )}
        </Notice>
      )}
      <div className={own.buttons}>
        {isSet && (
          <Button
            disabled={setting.isPending}
            disabledReason={needsAdmin}
            onClick={() => setting.mutate({ reason: reason.trim() })}
          >
            {t('rollout.end')}
          </Button>
        )}
        <Button type="submit" variant="primary" disabled={setting.isPending} disabledReason={off}>
          {t('rollout.apply')}
        </Button>
      </div>
    </form>
  );
}

/** Sets it, and says how many instances have it. */
function useSetRollout() {
  const { t } = useTranslation('engines');
  const queries = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: ({ reason, ...body }: SetRolloutRequest) =>
      call<SetRollout>('POST /v1/engines/rollout', {
        body: { ...body, ...(reason !== undefined && reason !== '' && { reason }) },
        deadline: DEADLINE,
      }),
    onSuccess({ instances, weights, shadow }) {
      const done = instances.filter(({ acknowledged }) => acknowledged).length;
      toast({
        title: t(weights === null && shadow === null ? 'rollout.ended' : 'rollout.applied'),
        text: t('progress.acknowledged', { done, count: instances.length }),
        tone: done < instances.length ? 'warning' : 'ok',
      });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['engines'] }),
  });
}

interface SetRollout extends CurrentRollout {
  readonly instances: readonly { readonly id: string; readonly acknowledged: boolean }[];
}

function onlySome(shares: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(shares).filter(([, share]) => share > 0));
}
