import { useRef, type ReactNode } from 'react';
import { Icon } from './icon.tsx';

interface MenuProps {
  readonly id: string;
  readonly label: string;
  readonly icon: 'plus';
  readonly children: ReactNode;
}

/** A button with a small popover of buttons: closes on Escape, on a click outside and when one was chosen. */
export function Menu({ id, label, icon, children }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  return (
    <>
      <button type="button" className="icon-button" popoverTarget={id} aria-label={label}>
        <Icon name={icon} />
      </button>
      <div
        id={id}
        ref={menu}
        popover="auto"
        className={`menu menu-${icon}`}
        onClickCapture={() => menu.current?.hidePopover()}
      >
        {children}
      </div>
    </>
  );
}
