import { useMutation } from '@tanstack/react-query';
import type { AlertRule, AlertRuleInput } from '@yychat/protocol';
import { useState } from 'react';
import { isApiError } from '../../../api/api-error.js';
import { call } from '../../../api/client.js';
import { useTranslation } from '../../../i18n/use-translation.js';
import { useRuleText } from '../../../rules/use-rule-text.js';
import { useToast } from '../../../ui/toast.js';
import { useRefresh } from '../use-alerts.js';

export interface SaveRule {
  readonly mutate: (rule: AlertRuleInput) => void;
  readonly reset: () => void;
  readonly isPending: boolean;
  readonly error: Error | null;
  /** The rule as somebody else has changed it meanwhile. */
  readonly conflict: AlertRule | null;
}

/** Keeps a rule, unless somebody else has changed it since it was read. @param rule `null`: a new one */
export function useSaveRule(rule: AlertRule | null, onSaved: () => void): SaveRule {
  const { t } = useTranslation('alerts');
  const ruleText = useRuleText();
  const toast = useToast();
  const refresh = useRefresh();
  const [conflict, setConflict] = useState<AlertRule | null>(null);
  const path = `/v1/alerts/rules/${encodeURIComponent(rule?.id ?? '')}`;
  const save = useMutation({
    mutationFn: (body: AlertRuleInput) =>
      call<AlertRule>(rule === null ? 'POST /v1/alerts/rules' : `PUT ${path}`, { body }),
    async onSuccess(saved) {
      setConflict(null);
      await refresh();
      toast({ title: t('rules.saved', { name: ruleText(saved.name) }) });
      onSaved();
    },
    async onError(error) {
      if (rule !== null && isApiError(error) && error.status === 409)
        setConflict(await call<AlertRule>(`GET ${path}`));
    },
  });
  const reset = () => {
    setConflict(null);
    save.reset();
  };
  return { mutate: save.mutate, reset, isPending: save.isPending, error: save.error, conflict };
}
