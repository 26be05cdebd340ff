import { Link } from 'wouter';
import { t } from '../strings.ts';
import { Icon } from './icon.tsx';

/** On a phone only: there the list is not beside the pane. */
export function BackLink() {
  return (
    <Link href="/" className="icon-button back-link" aria-label={t('conversation.back')}>
      <Icon name="back" />
    </Link>
  );
}
