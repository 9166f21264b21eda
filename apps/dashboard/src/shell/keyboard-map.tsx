import { useTranslation } from '../i18n/use-translation.js';
import { Dialog } from '../ui/dialog.js';
import { views } from '../views.js';
import styles from './keyboard-map.module.css';

export function KeyboardMap({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog open onClose={onClose} title={t('keys.title')}>
      <div className={styles.columns}>
        <Keys
          title={t('keys.general')}
          rows={[
            [t('keys.pause'), [t('keys.space')]],
            [t('keys.theme'), ['T']],
            [t('keys.language'), ['L']],
            [t('keys.wall'), ['W']],
            [t('keys.zoomOut'), ['Z']],
            [t('keys.help'), ['?']],
          ]}
        />
        <Keys
          title={t('keys.go')}
          rows={views.map(({ id, key }) => [t(`nav.${id}`), ['G', key.toUpperCase()]])}
        />
      </div>
    </Dialog>
  );
}

interface KeysProps {
  readonly title: string;
  readonly rows: readonly (readonly [name: string, keys: readonly string[]])[];
}

function Keys({ title, rows }: KeysProps) {
  return (
    <section>
      <h3 className={styles.heading}>{title}</h3>
      <dl>
        {rows.map(([name, keys]) => (
          <div key={name} className={styles.row}>
            <dt>{name}</dt>
            <dd className={styles.keys}>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
