import { Languages, Moon, Sun } from 'lucide-react';
import { chooseLanguage, LANGUAGES } from '../i18n/language.js';
import { useLanguage, useTranslation } from '../i18n/use-translation.js';
import { toggleTheme, useTheme } from '../theme/theme.js';
import { IconButton } from '../ui/button.js';

/** Language and theme, at one press each. */
export function PreferenceButtons() {
  const { t } = useTranslation();
  const theme = useTheme();
  const other = useLanguage() === 'en' ? 'zh' : 'en';
  return (
    <>
      <IconButton size="sm" label={LANGUAGES[other]} shortcut="L" onClick={() => chooseLanguage(other)}>
        <Languages aria-hidden />
      </IconButton>
      <IconButton
        size="sm"
        label={theme === 'dark' ? t('preferences.toLight') : t('preferences.toDark')}
        shortcut="T"
        onClick={toggleTheme}
      >
        {theme === 'dark' ? <Sun aria-hidden /> : <Moon aria-hidden />}
      </IconButton>
    </>
  );
}
