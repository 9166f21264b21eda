import type { Translated } from '../../i18n/messages.js';

const en = {
  title: 'Overview',
} as const;

const zh: Translated<typeof en> = {
  title: '总览',
};

export const overviewMessages = { en, zh };

declare module 'i18next' {
  interface ResourceNamespaceMap {
    overview: typeof en;
  }
}
