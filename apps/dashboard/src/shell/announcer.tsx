import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import { useLive } from '../live/live-context.js';
import { useRuleText } from '../rules/use-rule-text.js';
import { useConnectionWord, type ConnectionWord } from './connection-state.js';

const SPOKEN = {
  live: 'connection.announceLive',
  reconnecting: 'connection.announceReconnecting',
  stale: 'connection.announceStale',
} as const;

/** Says aloud what operators must hear of: alerts, and the connection. Nothing else that changes is announced. */
export function Announcer() {
  const { t } = useTranslation();
  const ruleText = useRuleText();
  const alert = useLive(({ lastAlert }) => lastAlert);
  const word = useConnectionWord();
  const [said, setSaid] = useState('');
  const before = useRef<ConnectionWord>('connecting');

  useEffect(() => {
    const was = before.current;
    before.current = word;
    // The first connection is what everybody expects.
    const isNews = word === 'live' ? was === 'reconnecting' || was === 'stale' : was !== word;
    if (isNews && word in SPOKEN) setSaid(t(SPOKEN[word as keyof typeof SPOKEN]));
  }, [word, t]);

  return (
    <>
      <div role="status" className="visually-hidden">
        {said}
      </div>
      <div role="alert" className="visually-hidden">
        {alert === null ? '' : t(`alerts.${alert.change}`, { name: ruleText(alert.name) })}
      </div>
    </>
  );
}
