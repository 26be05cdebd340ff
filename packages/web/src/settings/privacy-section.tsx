import {
  Settings_Accept as Accept,
  Sharing_Choice as Sharing,
  Showing_Choice as Showing,
  Window_Span as Span,
} from '@hubbub/protocol';
import { useCallback, useState, useSyncExternalStore } from 'react';
import { Link } from 'wouter';
import { Problem } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { useTask } from '../components/use-task.ts';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { Choice } from '../components/choice.tsx';
import { Card, SectionFrame } from './section.tsx';

interface Chosen {
  readonly accept: Accept;
  readonly moments: Span;
  readonly receipts: Sharing;
  readonly typing: Sharing;
  readonly presence: Showing;
}

export function PrivacySection() {
  const client = useClient();
  const task = useTask();
  const stored = useStored();
  // A choice is where it was put while the server is asked.
  const [wanted, setWanted] = useState<Partial<Chosen>>({});
  const shown = { ...stored, ...wanted };
  const set = (changes: Partial<Chosen>) => {
    setWanted(changes);
    task.run(async () => {
      await client
        .call('setting.set', { settings: { ...shown, ...changes } })
        .finally(() => setWanted({}));
    });
  };
  return (
    <SectionFrame title={t('privacy.title')}>
      <Card>
        <Choice
          title={t('privacy.accept')}
          hint={t('privacy.acceptHint')}
          options={[
            [Accept.EVERYONE, t('privacy.everyone')],
            [Accept.FRIENDS, t('privacy.friends')],
          ]}
          chosen={shown.accept}
          choose={(accept) => set({ accept })}
        />
      </Card>
      <Card>
        <Choice
          title={t('privacy.moments')}
          hint={t('privacy.momentsHint')}
          options={[
            [Span.ALL, t('privacy.all')],
            [Span.MONTHS_6, t('privacy.months6')],
            [Span.MONTH_1, t('privacy.month1')],
            [Span.DAYS_3, t('privacy.days3')],
          ]}
          chosen={shown.moments}
          choose={(moments) => set({ moments })}
        />
      </Card>
      <Card>
        <Choice
          title={t('privacy.presence')}
          hint={t('privacy.presenceHint')}
          options={[
            [Showing.EVERYONE, t('privacy.everyone')],
            [Showing.FRIENDS, t('privacy.friends')],
            [Showing.NOBODY, t('privacy.nobody')],
          ]}
          chosen={shown.presence}
          choose={(presence) => set({ presence })}
        />
      </Card>
      {(['receipts', 'typing'] as const).map((what) => (
        <Card key={what}>
          <Choice
            title={t(`privacy.${what}`)}
            hint={t(`privacy.${what}Hint`)}
            options={[
              [Sharing.SHOWN, t('privacy.shown')],
              [Sharing.HIDDEN, t('privacy.hidden')],
            ]}
            chosen={shown[what]}
            choose={(choice) => set({ [what]: choice })}
          />
        </Card>
      ))}
      <Problem text={task.problem} />
      <Card>
        <Link href="/contacts/blocked" className="thing thing-link">
          <Icon name="block" />
          <span className="thing-text">{t('contact.blocked')}</span>
          <Icon name="next" />
        </Link>
      </Card>
    </SectionFrame>
  );
}

/** Alike on all devices; what was never chosen is as it is at first. */
function useStored(): Chosen {
  const { state } = useClient();
  const subscribe = useCallback(
    (changed: () => void) => state.subscribe('settings', changed),
    [state],
  );
  const settings = useSyncExternalStore(subscribe, () => state.settings());
  return {
    accept: settings?.accept || Accept.EVERYONE,
    moments: settings?.moments || Span.ALL,
    receipts: settings?.receipts || Sharing.SHOWN,
    typing: settings?.typing || Sharing.SHOWN,
    presence: settings?.presence || Showing.EVERYONE,
  };
}
