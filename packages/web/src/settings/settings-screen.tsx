// Everything a user can choose about the account and this device: the sections at the left, one of them at the right.
import { BackLink } from '../components/back-link.tsx';
import { ListEntry } from '../components/list-entry.tsx';
import { Panes } from '../components/panes.tsx';
import { useNarrow } from '../state/use-narrow.ts';
import { usePageTitle } from '../state/use-page-title.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';
import { Fresh } from './fresh.tsx';
import { useOffers } from '../state/use-offers.ts';
import { groups, shownTo, type Section } from './sections.ts';
import './texts.ts';
import '../style/settings.css';

export default function SettingsScreen({ section = '' }: { section?: string }) {
  const isNarrow = useNarrow();
  const isGuest = useMe().guest;
  const offers = useOffers();
  const shown = groups.map((group) => group.filter((one) => shownTo(one, { isGuest, offers })));
  // Beside the list there is always one; on a phone the list comes first.
  const asked = shown.flat().find(({ id }) => id === section);
  const open = asked ?? (isNarrow ? undefined : shown.flat()[0]);
  usePageTitle(t('settings.title'));
  return (
    <Fresh>
      <Panes
        showing={open && (asked || !isNarrow) ? 'content' : 'list'}
        label={t('settings.title')}
        list={<SectionList shown={shown} open={open} isMain={open === undefined} />}
        content={open && <open.Content key={open.id} />}
      />
    </Fresh>
  );
}

interface SectionListProps {
  readonly shown: readonly (readonly Section[])[];
  readonly open: Section | undefined;
  /** The list is the main part of the page then. */
  readonly isMain: boolean;
}

function SectionList({ shown, open, isMain }: SectionListProps) {
  const Heading = isMain ? 'h1' : 'h2';
  return (
    <>
      <header className="list-head settings-list-head">
        <BackLink to="/" />
        <Heading>{t('settings.title')}</Heading>
      </header>
      <nav className="entries settings-list" aria-label={t('settings.title')}>
        {shown.map((group) => (
          <ul key={group[0]?.id}>
            {group.map(({ id, label, icon }) => (
              <ListEntry
                key={id}
                path={`/settings/${id}`}
                icon={icon}
                text={t(label)}
                isCurrent={id === open?.id}
              />
            ))}
          </ul>
        ))}
      </nav>
    </>
  );
}
