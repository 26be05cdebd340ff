import { useRef } from 'react';
import { Link } from 'wouter';
import { logOut } from '../actions/log-out.ts';
import { useAppState } from '../state/app-state.ts';
import { nameOf } from '../state/use-client-state.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';
import type { DialogName } from '../screens/dialog-host.tsx';
import { Avatar } from './avatar.tsx';
import { Problem } from './form.tsx';
import { Icon } from './icon.tsx';
import { Menu } from './menu.tsx';
import { useTask } from './use-task.ts';

export function SidebarHead({ open }: { open: (name: DialogName) => void }) {
  return (
    <header className="sidebar-head">
      <div className="sidebar-row">
        <AccountMenu open={open} />
        <Menu id="new-menu" label={t('list.new')} icon="plus">
          <button type="button" onClick={() => open('create')}>
            <Icon name="plus" />
            {t('rooms.create')}
          </button>
          <button type="button" onClick={() => open('group')}>
            <Icon name="people" />
            {t('group.create')}
          </button>
          <button type="button" onClick={() => open('direct')}>
            <Icon name="message" />
            {t('direct.title')}
          </button>
        </Menu>
      </div>
      <Link href="/rooms" className="find-rooms">
        <Icon name="search" />
        {t('rooms.title')}
      </Link>
    </header>
  );
}

function AccountMenu({ open }: { open: (name: DialogName) => void }) {
  const state = useAppState();
  const me = useMe();
  const task = useTask();
  const menu = useRef<HTMLDivElement>(null);
  const name = nameOf(me);
  return (
    <>
      <button type="button" className="account-button" popoverTarget="account-menu">
        <Avatar id={me.id} name={name} size="small" />
        <bdi className="account-name">{name}</bdi>
        <span className="only-read">{t('account.menu')}</span>
      </button>
      <div id="account-menu" ref={menu} popover="auto" className="menu menu-account">
        <p className="menu-note">
          <bdi>{me.username}</bdi>
        </p>
        <button
          type="button"
          onClick={() => {
            menu.current?.hidePopover();
            open('devices');
          }}
        >
          <Icon name="device" />
          {t('devices.title')}
        </button>
        <button type="button" disabled={task.busy} onClick={() => task.run(() => logOut(state))}>
          <Icon name="leave" />
          {t('account.logOut')}
        </button>
        <Problem text={task.problem} />
      </div>
    </>
  );
}
