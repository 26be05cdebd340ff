import { lazy, Suspense, useId, useRef, useState } from 'react';
import { logOut } from '../actions/log-out.ts';
import { useAppState } from '../state/app-state.ts';
import { appearances, applyAppearance, readAppearance } from '../state/appearance.ts';
import { nameOf } from '../state/use-client-state.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';
import { Avatar } from './avatar.tsx';
import { DevicesDialog } from './devices-dialog.tsx';
import { Problem } from './form.tsx';
import { Icon } from './icon.tsx';
import { LanguagePicker } from './language-picker.tsx';
import { useTask } from './use-task.ts';

const KeysDialog = lazy(() => import('./keys-dialog.tsx'));

export function AccountMenu() {
  const state = useAppState();
  const me = useMe();
  const task = useTask();
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const [isDevicesOpen, setDevicesOpen] = useState(false);
  const [isKeysOpen, setKeysOpen] = useState(false);
  const name = nameOf(me);
  return (
    <>
      <button type="button" className="account-button" popoverTarget={id}>
        <Avatar id={me.id} name={name} size="small" />
        <bdi className="only-read">{name}</bdi>
        <span className="only-read">{t('account.menu')}</span>
      </button>
      <div id={id} ref={menu} popover="auto" className="menu menu-account">
        <p className="menu-note">
          <bdi className="menu-name">{name}</bdi>
          <bdi className="quiet">@{me.username}</bdi>
        </p>
        <AppearanceChoice />
        <LanguagePicker />
        <button
          type="button"
          onClick={() => {
            menu.current?.hidePopover();
            setDevicesOpen(true);
          }}
        >
          <Icon name="device" />
          {t('devices.title')}
        </button>
        <button
          type="button"
          className="with-keyboard"
          onClick={() => {
            menu.current?.hidePopover();
            setKeysOpen(true);
          }}
        >
          <Icon name="keyboard" />
          {t('keys.title')}
        </button>
        <button type="button" disabled={task.busy} onClick={() => task.run(() => logOut(state))}>
          <Icon name="leave" />
          {t('account.logOut')}
        </button>
        <Problem text={task.problem} />
      </div>
      <Suspense>{isKeysOpen && <KeysDialog close={() => setKeysOpen(false)} />}</Suspense>
      {isDevicesOpen && <DevicesDialog close={() => setDevicesOpen(false)} />}
    </>
  );
}

function AppearanceChoice() {
  const [chosen, setChosen] = useState(readAppearance);
  return (
    <fieldset className="segments">
      <legend className="only-read">{t('appearance.label')}</legend>
      {appearances.map((one) => (
        <label key={one}>
          <input
            type="radio"
            name="appearance"
            checked={one === chosen}
            onChange={() => {
              applyAppearance(one);
              setChosen(one);
            }}
          />
          <span>{t(`appearance.${one}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
