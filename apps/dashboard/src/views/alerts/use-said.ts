import { useCallback } from 'react';
import { addMessages } from '../../i18n/i18n.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { recognize } from './said.js';
import { saidMessages } from './said-messages.js';

addMessages('said', saidMessages);

/** Says in the page's language what the service said in English; what people wrote, as they wrote it. */
export function useSaid(): (text: string) => string {
  const { t } = useTranslation('said');
  return useCallback(
    (text) => {
      const said = recognize(text);
      return said === undefined ? text : t(said.key, said.values);
    },
    [t],
  );
}
