import { useTranslation } from '../../i18n/use-translation.js';
import { CopyButton } from '../../ui/copy-button.js';
import { Segmented } from '../../ui/segmented.js';
import type { ChatRequest } from './chat-request.js';
import { useSample } from './chat-settings.js';
import { codeSample, SAMPLES, type Sample } from './code-samples.js';
import styles from './side-panel.module.css';

const NAMES: Readonly<Record<Sample, string>> = { curl: 'curl', python: 'Python', node: 'JavaScript' };

/** The same as a program does it. */
export function CodePanel({ request }: { readonly request: ChatRequest }) {
  const { t } = useTranslation('playground');
  const [sample, setSample] = useSample();
  const code = codeSample(sample, window.location.origin, request);
  return (
    <div className={styles.panel}>
      <div className={styles.row}>
        <Segmented
          label={t('code.language')}
          value={sample}
          onChange={setSample}
          options={SAMPLES.map((value) => ({ value, label: NAMES[value] }))}
        />
        <CopyButton text={code} label={t('code.copy')} />
      </div>
      {/* Keys must reach what is scrolled. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} data-sample={sample} className={styles.code}>
        {code}
      </pre>
      <p className={styles.hint}>{t(sample === 'curl' ? 'code.key' : 'code.keySdk')}</p>
    </div>
  );
}
