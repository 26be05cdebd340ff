import type { ReactNode } from 'react';

interface PanesProps {
  readonly list: ReactNode;
  readonly content: ReactNode;
  /** Which of the two a phone shows; the list is the main part of the page then. */
  readonly showing: 'list' | 'content';
  /** Names the list where it is not the main part. */
  readonly label: string;
}

/** A list at the left and what was picked from it at the right. The content brings its own `main`. */
export function Panes({ list, content, showing, label }: PanesProps) {
  return (
    <div className={`panes panes-${showing}`}>
      {showing === 'list' ? (
        <main className="sidebar">{list}</main>
      ) : (
        <aside className="sidebar" aria-label={label}>
          {list}
        </aside>
      )}
      <div className="main">{content}</div>
    </div>
  );
}

/** The content while nothing is picked. */
export function Nothing({ title, hint }: { title: string; hint: string }) {
  return (
    <section className="nothing" aria-label={title}>
      <h2>{title}</h2>
      <p>{hint}</p>
    </section>
  );
}
