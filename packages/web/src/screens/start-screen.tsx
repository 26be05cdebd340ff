import { t } from '../strings.ts';

/** While the cookie is tried. Shown late, so that a quick start shows nothing that flickers. */
export function StartScreen() {
  return (
    <main className="start">
      <h1 className="only-read">{t('app.name')}</h1>
      <output className="start-text">{t('app.starting')}</output>
    </main>
  );
}
