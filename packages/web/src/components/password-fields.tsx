import { useState, type ReactNode } from 'react';
import { t } from '../strings.ts';
import { Field } from './form.tsx';

/** As long as the contract takes. */
const mostCharacters = 128;

interface PasswordFieldsProps {
  /** The fields, of this type. */
  readonly children: (type: 'text' | 'password') => ReactNode;
}

/** Fields of passwords, and what shows the characters of all of them. */
export function PasswordFields({ children }: PasswordFieldsProps) {
  const [isShown, setShown] = useState(false);
  return (
    <>
      {children(isShown ? 'text' : 'password')}
      <label className="check">
        <input type="checkbox" checked={isShown} onChange={() => setShown(!isShown)} />
        {t('account.showPassword')}
      </label>
    </>
  );
}

interface NewPasswordProps {
  readonly type: 'text' | 'password';
  readonly label: string;
  readonly hint: string;
  readonly problem: string;
}

export function NewPassword(field: NewPasswordProps) {
  return (
    <Field
      {...field}
      name="password"
      autoComplete="new-password"
      maxLength={mostCharacters}
      required
    />
  );
}
