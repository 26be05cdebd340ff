import { lazy, Suspense, useId, useRef, useState } from 'react';
import { Link } from 'wouter';
import { logOut } from '../actions/log-out.ts';
import { useAppState } from '../state/app-state.ts';
import { nameOf } from '../state/use-client-state.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';
import { AppearanceChoice } from './appearance-choice.tsx';
import { Avatar } from './avatar.tsx';
import { Problem } from './form.tsx';
import { Icon } from './icon.tsx';
import { LanguagePicker } from './language-picker.tsx';
import { useTask } from './use-task.ts';

const StatusDialog = lazy(() => import('../status/status-dialog.tsx'));
const KeysDialog = lazy(() => import('./keys-dialog.tsx'));

export function AccountMenu() {
  const state = useAppState();
  const me = useMe();
  const task = useTask();
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const [isKeysOpen, setKeysOpen] = useState(false);
  const [isStatusOpen, setStatusOpen] = useState(false);
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
          {me.guest ? (
            <Link href="/settings/claim" onClick={() => menu.current?.hidePopover()}>
              {t('settings.guestNote')}
            </Link>
          ) : (
            <bdi className="quiet">@{me.username}</bdi>
          )}
        </p>
        {!me.guest && (
          <button
            type="button"
            onClick={() => {
              menu.current?.hidePopover();
              setStatusOpen(true);
            }}
          >
            <Icon name="smile" />
            {t('status.action')}
          </button>
        )}
        <AppearanceChoice />
        <LanguagePicker />
        <Link href="/settings" onClick={() => menu.current?.hidePopover()}>
          <Icon name="settings" />
          {t('settings.title')}
        </Link>
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
      <Suspense>
        {isKeysOpen && <KeysDialog close={() => setKeysOpen(false)} />}
        {isStatusOpen && <StatusDialog close={() => setStatusOpen(false)} />}
      </Suspense>
    </>
  );
}
