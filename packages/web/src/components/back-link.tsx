import type { MouseEvent } from 'react';
import { Link } from 'wouter';
import { useAppState } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { Icon } from './icon.tsx';

interface BackLinkProps {
  readonly to: string;
  /** On a wide screen too: there the pane it leads to is not beside this one. */
  readonly always?: boolean;
}

/** Goes back in the history where the page before is the one it leads to. */
export function BackLink({ to, always = false }: BackLinkProps) {
  const { trail } = useAppState();
  const back = (event: MouseEvent) => {
    if (!trail.isBefore(to) || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    history.back();
  };
  return (
    <Link
      href={to}
      className={`icon-button ${always ? '' : 'back-link'}`}
      aria-label={t('app.back')}
      onClick={back}
    >
      <Icon name="back" />
    </Link>
  );
}
