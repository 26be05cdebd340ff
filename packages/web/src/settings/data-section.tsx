// Everything of the account in one file: it is written while the user goes on, and fetched when it is there.
import type { DataExport } from '@hubbub/protocol';
import { useEffect } from 'react';
import { Problem } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { useTask } from '../components/use-task.ts';
import { formatExact, toDate } from '../format/time.ts';
import { formatBytes } from '../format/bytes.ts';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { useFresh } from './fresh.tsx';
import { Card, SectionFrame } from './section.tsx';
import { useAccount } from './use-account.ts';

/** How often it is asked how far the file is. */
const askMs = 1000;

export function DataSection() {
  const client = useClient();
  const fresh = useFresh();
  const task = useTask();
  const { account, problem, reload } = useAccount();
  const made = account?.export;
  const isWriting = made !== undefined && made.readyAt === undefined;
  useEffect(() => {
    if (!isWriting) return;
    const timer = setInterval(() => void reload().catch(() => undefined), askMs);
    return () => clearInterval(timer);
  }, [isWriting, reload]);
  const begin = () =>
    task.run(async () => {
      await fresh.run(() => client.call('account.export', {}));
      await reload();
    });
  return (
    <SectionFrame title={t('data.title')} intro={t('data.intro')}>
      <Card>
        <p className="card-text">{t('data.text')}</p>
        {made ? <Made made={made} /> : null}
        <Problem text={task.problem || problem} />
        {account && !made && (
          <div className="card-actions">
            <button
              type="button"
              className="button button-main"
              aria-disabled={task.busy}
              onClick={begin}
            >
              {t('data.begin')}
            </button>
          </div>
        )}
      </Card>
    </SectionFrame>
  );
}

function Made({ made }: { made: DataExport }) {
  const size = formatBytes(made.size);
  const isReady = made.readyAt !== undefined;
  return (
    <>
      <output className="export-state">
        {!isReady && <progress aria-label={t('data.writing')} />}
        {isReady ? t('data.ready', { size }) : t('data.progress', { size })}
      </output>
      {isReady && (
        <div className="card-actions">
          <a className="button button-main" href={`/v1/exports/${made.id}`} download>
            <Icon name="download" />
            {t('settings.download')}
          </a>
          {made.expiresAt && (
            <span className="quiet">
              {t('data.until', { time: formatExact(toDate(made.expiresAt)) })}
            </span>
          )}
        </div>
      )}
    </>
  );
}
