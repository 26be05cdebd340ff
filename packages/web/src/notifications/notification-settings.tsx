// The part of the settings that is about being told: of this device alone.
import { useState } from 'react';
import { useStore } from 'zustand';
import { Card, SectionFrame } from '../settings/section.tsx';
import { useAppState } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { canNotify } from './preferences.ts';

export function NotificationSettings() {
  const { store, prefer, turnOn } = useAppState().notifications;
  const { isOn, showsText, hasSound } = useStore(store);
  const [permission, setPermission] = useState(() =>
    canNotify() ? Notification.permission : 'denied',
  );
  const isActive = isOn && permission === 'granted';
  const toggle = () => {
    if (isActive) prefer({ isOn: false });
    else turnOn().then(setPermission, () => undefined);
  };
  return (
    <SectionFrame title={t('notify.hintLabel')} intro={t('notify.about')}>
      <Card>
        <Check
          label={t('notify.on')}
          isOn={isActive}
          isOff={!canNotify() || permission === 'denied'}
          change={toggle}
        />
        {!canNotify() && <p className="hint">{t('notify.unable')}</p>}
        {canNotify() && permission === 'denied' && <p className="hint">{t('notify.denied')}</p>}
        <Check
          label={t('notify.showsText')}
          isOn={showsText}
          isOff={!isActive}
          change={() => prefer({ showsText: !showsText })}
        />
        <Check
          label={t('notify.hasSound')}
          isOn={hasSound}
          isOff={!isActive}
          change={() => prefer({ hasSound: !hasSound })}
        />
      </Card>
    </SectionFrame>
  );
}

interface CheckProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly isOff: boolean;
  readonly change: () => void;
}

function Check({ label, isOn, isOff, change }: CheckProps) {
  return (
    <label className="choice">
      <input type="checkbox" checked={isOn} disabled={isOff} onChange={change} />
      {label}
    </label>
  );
}
