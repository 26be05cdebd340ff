// A tab whose code cannot be loaded: no network, or the server has a newer build by now.
import { Component, type ReactNode } from 'react';
import { t } from '../strings.ts';

export class LoadFailed extends Component<{ readonly children: ReactNode }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <main className="nothing">
        <h1>{t('app.loadFailed')}</h1>
        <p role="alert">{t('app.loadFailedHint')}</p>
        <button type="button" className="button button-main" onClick={() => location.reload()}>
          {t('app.reload')}
        </button>
      </main>
    );
  }
}
