import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { applyAppearance, readAppearance } from './state/appearance.ts';
import { startLanguage } from './state/language.ts';
import './style/index.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
applyAppearance(readAppearance());
await startLanguage();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
