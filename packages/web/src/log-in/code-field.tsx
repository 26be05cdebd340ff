import { Field } from '../components/form.tsx';

interface CodeFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly problem: string;
}

/** A code of an app or from a mail, or one for recovery: those have letters. */
export function CodeField(of: CodeFieldProps) {
  return (
    <Field
      name="code"
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={64}
      required
      isFirst
      {...of}
    />
  );
}
