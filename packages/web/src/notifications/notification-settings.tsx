// The part of the settings that is about being told: of this device alone.
import { useState } from 'react';
import { useStore } from 'zustand';
import { Problem } from '../components/form.tsx';
import { Card, SectionFrame } from '../settings/section.tsx';
import { useAppState } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { canNotify, type Preferences } from './preferences.ts';
import { canPush, keepPush } from './push.ts';

export function NotificationSettings() {
  const { store, prefer, turnOn } = useAppState().notifications;
  const { isOn, showsText, hasSound, isPushed, tellsRequests, tellsMoments } = useStore(store);
  const [hasFailed, setFailed] = useState(false);
  const [permission, setPermission] = useState(() =>
    canNotify() ? Notification.permission : 'denied',
  );
  const isActive = isOn && permission === 'granted';
  const toggle = () => {
    if (isActive) keep({ isOn: false });
    else
      turnOn().then(
        (answer) => {
          setPermission(answer);
          keep({});
        },
        () => undefined,
      );
  };
  const keep = (change: Partial<Preferences>) => {
    prefer(change);
    keepPush(store.getState()).then(
      () => setFailed(false),
      () => setFailed(true),
    );
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
          change={() => keep({ showsText: !showsText })}
        />
        <Check
          label={t('notify.hasSound')}
          isOn={hasSound}
          isOff={!isActive}
          change={() => prefer({ hasSound: !hasSound })}
        />
      </Card>
      <Card>
        <Check
          label={t('push.closed')}
          isOn={isPushed}
          isOff={!isActive || !canPush()}
          change={() => keep({ isPushed: !isPushed })}
        />
        <p className="hint">{t(canPush() ? 'push.closedHint' : 'push.unable')}</p>
        <Problem text={hasFailed ? t('push.failed') : ''} />
        <Check
          label={t('push.requests')}
          isOn={tellsRequests}
          isOff={!isActive || !canPush() || !isPushed}
          change={() => keep({ tellsRequests: !tellsRequests })}
        />
        <Check
          label={t('push.moments')}
          isOn={tellsMoments}
          isOff={!isActive || !canPush() || !isPushed}
          change={() => keep({ tellsMoments: !tellsMoments })}
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
