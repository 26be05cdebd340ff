import { useEffect, useRef, type ReactNode } from 'react';
import { BackLink } from '../components/back-link.tsx';

interface SectionProps {
  readonly title: string;
  /** What it is about, in a sentence. */
  readonly intro?: string;
  readonly children: ReactNode;
}

/** The frame of a section; on a phone it is the whole page. */
export function SectionFrame({ title, intro, children }: SectionProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // What had the focus is gone when the pane changes; reading goes on from here.
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus();
  }, []);
  return (
    <main className="settings-screen">
      <header className="pane-head">
        <BackLink to="/settings" />
        <div className="pane-title">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
        </div>
      </header>
      <div className="column settings-column">
        {intro && <p className="settings-intro">{intro}</p>}
        {children}
      </div>
    </main>
  );
}

interface CardProps {
  readonly title?: string;
  readonly children: ReactNode;
}

/** What belongs together. */
export function Card({ title, children }: CardProps) {
  return (
    <section className="card" aria-label={title}>
      {title && <h2>{title}</h2>}
      {children}
    </section>
  );
}

/** Quiet words that something is done; the place is there before them, so that they are read aloud. */
export function Done({ text }: { text: string }) {
  return <output className="done">{text}</output>;
}
