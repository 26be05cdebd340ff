// The sections of the settings, in the order in which they are shown, and who is shown which.
import type { ComponentType } from 'react';
import type { IconName } from '../components/icon.tsx';
import type { StringKey } from '../strings.ts';
import { AboutSection } from './about-section.tsx';
import { AccountSection } from './account-section.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { ClaimSection } from './claim-section.tsx';
import { DataSection } from './data-section.tsx';
import { DeleteSection } from './delete-section.tsx';
import { DevicesSection } from './devices-section.tsx';
import type { Offers } from '../state/use-offers.ts';
import { hasPasskeys } from '../actions/passkey.ts';
import { NotificationSettings } from '../notifications/notification-settings.tsx';
import { KeyboardSection } from './keyboard-section.tsx';
import { PasskeysSection } from './passkeys-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { PrivacySection } from './privacy-section.tsx';
import { ProfileSection } from './profile-section.tsx';
import { TwoStepSection } from './two-step-section.tsx';

export interface Section {
  /** As the address has it: `/settings/ID`. */
  readonly id: string;
  readonly label: StringKey;
  readonly icon: IconName;
  readonly Content: ComponentType;
  /** For whom it is; for everybody when it does not say. */
  readonly who?: 'guest' | 'account';
  readonly isOffered?: (offers: Offers | undefined) => boolean;
}

export const groups: readonly (readonly Section[])[] = [
  [
    { id: 'claim', label: 'claim.title', icon: 'key', Content: ClaimSection, who: 'guest' },
    { id: 'profile', label: 'profile.title', icon: 'person', Content: ProfileSection },
    { id: 'account', label: 'own.title', icon: 'at', Content: AccountSection, who: 'account' },
  ],
  [
    {
      id: 'password',
      label: 'password.title',
      icon: 'lock',
      Content: PasswordSection,
      who: 'account',
    },
    {
      id: 'two-step',
      label: 'twoStep.title',
      icon: 'shield',
      Content: TwoStepSection,
      who: 'account',
    },
    {
      id: 'passkeys',
      label: 'passkeys.title',
      icon: 'key',
      Content: PasskeysSection,
      who: 'account',
      isOffered: hasPasskeys,
    },
    { id: 'devices', label: 'devices.title', icon: 'device', Content: DevicesSection },
  ],
  [
    {
      id: 'privacy',
      label: 'privacy.title',
      icon: 'block',
      Content: PrivacySection,
      who: 'account',
    },
    {
      id: 'notifications',
      label: 'notify.hintLabel',
      icon: 'bell',
      Content: NotificationSettings,
    },
    { id: 'appearance', label: 'appearance.label', icon: 'sun', Content: AppearanceSection },
    {
      id: 'keyboard',
      label: 'keys.title',
      icon: 'keyboard',
      Content: KeyboardSection,
      // As in the account's menu: where there are only fingers there are no keys to show.
      isOffered: () => !matchMedia('(pointer: coarse)').matches,
    },
  ],
  [
    { id: 'data', label: 'data.title', icon: 'download', Content: DataSection },
    { id: 'delete', label: 'deletion.title', icon: 'trash', Content: DeleteSection },
    { id: 'about', label: 'about.title', icon: 'info', Content: AboutSection },
  ],
];

interface Viewer {
  readonly isGuest: boolean;
  readonly offers: Offers | undefined;
}

export function shownTo({ who, isOffered }: Section, { isGuest, offers }: Viewer): boolean {
  if (who !== undefined && (who === 'guest') !== isGuest) return false;
  return isOffered?.(offers) ?? true;
}
