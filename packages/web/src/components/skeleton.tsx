import { t } from '../strings.ts';

const rows = ['62%', '38%', '54%', '70%', '44%', '58%'];

/** The place of rows that are on their way. */
export function Skeleton({ text = t('app.loading') }: { text?: string }) {
  return (
    <output className="skeleton">
      <span className="only-read">{text}</span>
      {rows.map((width) => (
        <span key={width} className="skeleton-row">
          <span style={{ width }} />
        </span>
      ))}
    </output>
  );
}
