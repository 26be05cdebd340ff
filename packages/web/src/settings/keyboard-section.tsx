import { KeysList } from '../components/keys-list.tsx';
import { t } from '../strings.ts';
import { SectionFrame } from './section.tsx';

export function KeyboardSection() {
  return (
    <SectionFrame title={t('keys.title')}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable, and nothing in it is */}
      <section className="card" tabIndex={0} aria-label={t('keys.title')}>
        <KeysList heading="h2" />
      </section>
    </SectionFrame>
  );
}
