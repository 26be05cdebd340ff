// A tab whose code cannot be loaded: no network, or the server has a newer build by now.
import { Component, type ReactNode } from 'react';
import { t } from '../strings.ts';

interface LoadFailedProps {
  readonly children: ReactNode;
  /** What can be done without: nothing is said of it. */
  readonly quiet?: boolean;
}

export class LoadFailed extends Component<LoadFailedProps> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    if (this.props.quiet) return null;
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
