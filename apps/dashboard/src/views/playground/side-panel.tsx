import { useTranslation } from '../../i18n/use-translation.js';
import { Tabs } from '../../ui/tabs.js';
import type { ChatRequest } from './chat-request.js';
import { useSide, type ChatSettings } from './chat-settings.js';
import { CodePanel } from './code-panel.js';
import { MemoryPanel } from './memory-panel.js';
import { SettingsPanel } from './settings-panel.js';

export interface SidePanelProps {
  readonly conversation: string;
  readonly settings: ChatSettings;
  /** What would be sent now. */
  readonly request: ChatRequest;
}

export function SidePanel({ conversation, settings, request }: SidePanelProps) {
  const { t } = useTranslation('playground');
  const [side, setSide] = useSide();
  return (
    <Tabs
      label={t('side.label')}
      value={side}
      onChange={setSide}
      tabs={[
        { id: 'settings', label: t('side.settings'), content: <SettingsPanel settings={settings} /> },
        {
          id: 'memory',
          label: t('side.memory'),
          content: <MemoryPanel conversation={conversation} stateless={settings.stateless} />,
        },
        { id: 'code', label: t('side.code'), content: <CodePanel request={request} /> },
      ]}
    />
  );
}
