import type { ReactNode } from 'react';
import { useNarrow } from '../state/use-narrow.ts';
import { AccountMenu } from './account-menu.tsx';

interface ListHeadProps {
  readonly title: string;
  /** The list is the main part of the page then. */
  readonly isMain: boolean;
  /** Buttons at the right. */
  readonly children?: ReactNode;
}

/** The head of a tab's list. On a phone the account is here; else the rail has it. */
export function ListHead({ title, isMain, children }: ListHeadProps) {
  const isNarrow = useNarrow();
  const Heading = isMain ? 'h1' : 'h2';
  return (
    <header className="list-head">
      {isNarrow && <AccountMenu />}
      <Heading>{title}</Heading>
      {children}
    </header>
  );
}
