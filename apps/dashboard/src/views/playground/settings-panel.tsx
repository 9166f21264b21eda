import { useTranslation } from '../../i18n/use-translation.js';
import { Field, Input, Switch } from '../../ui/field.js';
import { Select } from '../../ui/select.js';
import { Badge } from '../../ui/badge.js';
import {
  useEngineChoice,
  useHistory,
  useModel,
  usePersonality,
  useTools,
  useUser,
  type ChatSettings,
} from './chat-settings.js';
import styles from './side-panel.module.css';
import { useEngines, useModels, usePersonalities, useToolList } from './use-playground-data.js';

const NONE = '';
/** Engines that are described in the page's language; others describe themselves. */
const KNOWN = ['chat_engine', 'mem0_proxy'] as const;

/** What a request can ask for. */
export function SettingsPanel({ settings }: { readonly settings: ChatSettings }) {
  const { t } = useTranslation('playground');
  const [user, setUser] = useUser();
  const [, setHistory] = useHistory();
  return (
    <div className={styles.panel}>
      <EngineField />
      <PersonalityField />
      <ModelField model={settings.model} />
      <ToolsField personality={settings.personality} />
      <Field label={t('settings.user')} hint={t('settings.userHint')}>
        {(ids) => (
          <Input
            {...ids}
            value={user ?? ''}
            maxLength={256}
            autoComplete="off"
            spellCheck={false}
            placeholder={t('settings.nobody')}
            onChange={(event) => setUser(event.currentTarget.value || null)}
          />
        )}
      </Field>
      <div className={styles.group}>
        <Switch
          label={t('settings.history')}
          checked={settings.history}
          disabled={settings.stateless}
          onChange={setHistory}
        />
        <p className={styles.hint}>
          {t(settings.stateless ? 'settings.historyStateless' : 'settings.historyHint')}
        </p>
      </div>
    </div>
  );
}

function EngineField() {
  const { t } = useTranslation('playground');
  const [engine, setEngine] = useEngineChoice();
  const { data } = useEngines();
  const engines = data?.data ?? [];
  const current = engines.find(({ is_current }) => is_current)?.name;
  const chosen = engines.find(({ name }) => name === (engine ?? current));
  const known = KNOWN.find((name) => name === chosen?.name);
  const described = known && t(`settings.engines.${known}`);
  return (
    <Field label={t('settings.engine')} hint={described ?? chosen?.description ?? t('settings.engineHint')}>
      {(ids) => (
        <Select
          {...ids}
          full
          value={engine ?? NONE}
          onChange={(name) => setEngine(name === NONE ? null : name)}
          options={[
            {
              value: NONE,
              label:
                current === undefined ? t('settings.current') : t('settings.currentIs', { engine: current }),
            },
            ...withChosen(engines, engine).map(({ name, status }) => ({
              value: name,
              label: status === 'down' ? t('settings.down', { engine: name }) : name,
            })),
          ]}
        />
      )}
    </Field>
  );
}

interface KnownEngine {
  readonly name: string;
  readonly status?: string;
}

function withChosen(known: readonly KnownEngine[], chosen: string | null): readonly KnownEngine[] {
  return chosen === null || known.some(({ name }) => name === chosen) ? known : [...known, { name: chosen }];
}

function PersonalityField() {
  const { t } = useTranslation('playground');
  const [personality, setPersonality] = usePersonality();
  const { data } = usePersonalities();
  const known = data?.data ?? [];
  const others = known.some(({ id }) => id === personality) || personality === null ? [] : [personality];
  return (
    <Field label={t('settings.personality')}>
      {(ids) => (
        <Select
          {...ids}
          full
          value={personality ?? NONE}
          onChange={(id) => setPersonality(id === NONE ? null : id)}
          options={[
            { value: NONE, label: t('settings.byDefault') },
            ...known.map(({ id, name }) => ({ value: id, label: name })),
            ...others.map((id) => ({ value: id, label: id })),
          ]}
        />
      )}
    </Field>
  );
}

function ModelField({ model }: { readonly model: string }) {
  const { t } = useTranslation('playground');
  const [, setModel] = useModel();
  const { data } = useModels();
  return (
    <Field label={t('settings.model')}>
      {(ids) => (
        <>
          <Input
            {...ids}
            list={`${ids.id}-models`}
            value={model}
            maxLength={256}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setModel(event.currentTarget.value || null)}
          />
          <datalist id={`${ids.id}-models`}>
            {data?.data
              .filter(({ id }) => !id.includes('embedding'))
              .map(({ id }) => (
                <option key={id} value={id} />
              ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

function ToolsField({ personality }: { readonly personality: string | null }) {
  const { t } = useTranslation('playground');
  const [tools, setTools] = useTools();
  const { data } = useToolList();
  const { data: personalities } = usePersonalities();
  const allowed = personalities?.data.find(({ id }) => id === personality)?.allowed_tools ?? null;
  const offered = data?.data.filter(({ name }) => allowed === null || allowed.includes(name)) ?? [];
  return (
    <div className={styles.group}>
      <Switch label={t('settings.tools')} checked={tools} onChange={setTools} />
      {tools && offered.length > 0 && (
        <ul className={styles.tools}>
          {offered.map(({ name, source, function: { description } }) => (
            <li key={name}>
              <p className={styles.toolName}>
                <code>{name}</code>
                {source !== 'builtin' && <Badge>{source}</Badge>}
              </p>
              {description !== undefined && <p className={styles.toolText}>{firstSentence(description)}</p>}
            </li>
          ))}
        </ul>
      )}
      {tools && data !== undefined && offered.length === 0 && (
        <p className={styles.hint}>{t('settings.noTools')}</p>
      )}
    </div>
  );
}

function firstSentence(text: string): string {
  const end = text.search(/[.:;。：；]/);
  return end < 0 ? text : `${text.slice(0, end)}.`;
}
