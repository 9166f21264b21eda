import './theme/tokens.css';
import './theme/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { startLanguage } from './i18n/language.js';
import { takeLoginCode } from './session/login-code.js';
import { startTheme } from './theme/theme.js';

// Before anything else: the code must not stay in the address bar.
const loginCode = takeLoginCode();
startTheme();
startLanguage();

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root.');
createRoot(root).render(
  <StrictMode>
    <App loginCode={loginCode} />
  </StrictMode>,
);
