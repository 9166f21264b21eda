import { Clock, Search, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useFormat } from '../../i18n/use-format.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { EngineFilter } from '../../shell/engine-filter.js';
import { Button } from '../../ui/button.js';
import { Input } from '../../ui/field.js';
import { Select } from '../../ui/select.js';
import { Toolbar } from '../../ui/toolbar.js';
import { STATUSES, useFrom, useModel, useStatus, useText, useTo } from './request-params.js';
import styles from './requests.module.css';

const ALL = '';

export interface RequestToolbarProps {
  /** Models that are among the requests. */
  readonly models: readonly string[];
  /** Whether the outcome can be chosen. */
  readonly withStatus?: boolean;
  readonly children?: ReactNode;
}

/** Which requests are listed. */
export function RequestToolbar({ models, withStatus = false, children }: RequestToolbarProps) {
  const { t } = useTranslation('requests');
  const [status, setStatus] = useStatus();
  const [model, setModel] = useModel();
  const names = new Set(models);
  if (model !== null) names.add(model);
  return (
    <Toolbar label={t('filters.label')}>
      <TextFilter />
      <EngineFilter />
      {withStatus && (
        <Select
          label={t('columns.status')}
          value={status}
          onChange={setStatus}
          options={STATUSES.map((value) => ({
            value,
            label: value === 'all' ? t('filters.allStatuses') : t(`outcome.${value}`),
          }))}
        />
      )}
      <Select
        label={t('columns.model')}
        value={model ?? ALL}
        onChange={(name) => setModel(name === ALL ? null : name)}
        options={[
          { value: ALL, label: t('filters.allModels') },
          ...[...names].sort().map((name) => ({ value: name, label: name })),
        ]}
      />
      <TimeFilter />
      {children}
    </Toolbar>
  );
}

function TextFilter() {
  const { t } = useTranslation('requests');
  const [text, setText] = useText();
  return (
    <span className={styles.search}>
      <Search aria-hidden />
      <Input
        type="search"
        aria-label={t('filters.text')}
        placeholder={t('filters.text')}
        value={text ?? ''}
        maxLength={256}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </span>
  );
}

/** The stretch of time that a chart led here with. */
function TimeFilter() {
  const { t } = useTranslation('requests');
  const { time } = useFormat();
  const [from, setFrom] = useFrom();
  const [to, setTo] = useTo();
  if (from === null && to === null) return null;
  return (
    <Button
      onClick={() => {
        setFrom(null);
        setTo(null);
      }}
    >
      <Clock aria-hidden />
      {from === null ? '…' : time(from)} – {to === null ? '…' : time(to)}
      <X aria-hidden />
      <span className="visually-hidden">{t('filters.clearTime')}</span>
    </Button>
  );
}
