import { useId } from 'react';
import { useTranslation } from '../../i18n/use-translation.js';
import { Input } from '../../ui/field.js';
import own from './rollout.module.css';
import { colorOf } from './engine-color.js';
import { withShare, type Shares } from './shares.js';

export interface ShareFieldsProps {
  readonly names: readonly string[];
  readonly shares: Shares;
  readonly onChange: (shares: Shares) => void;
  readonly disabled: boolean;
}

/** A share for each engine, drawn or typed. They add up to 100 %: who changes one changes the others. */
export function ShareFields({ names, shares, onChange, disabled }: ShareFieldsProps) {
  const { t } = useTranslation('engines');
  const id = useId();
  return (
    <fieldset className={own.shares}>
      <legend>{t('rollout.shares')}</legend>
      {names.map((name, i) => {
        const share = shares[name] ?? 0;
        const change = (value: string) => {
          if (value !== '' && Number.isFinite(Number(value)))
            onChange(withShare(shares, name, Number(value)));
        };
        const common = { min: 0, max: 100, step: 1, value: share, disabled };
        return (
          <div key={name} className={own.share}>
            <label htmlFor={`${id}-${name}`}>{name}</label>
            <input
              {...common}
              type="range"
              aria-label={t('rollout.slider', { engine: name })}
              className={own.slider}
              style={{ accentColor: `var(--series-${colorOf(i)})` }}
              onChange={(event) => change(event.currentTarget.value)}
            />
            <span className={own.percent}>
              <Input
                {...common}
                id={`${id}-${name}`}
                type="number"
                inputMode="numeric"
                onChange={(event) => change(event.currentTarget.value)}
              />
              <span aria-hidden>%</span>
            </span>
          </div>
        );
      })}
    </fieldset>
  );
}
