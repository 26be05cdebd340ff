import { failureText } from '../actions/failure.ts';
import type { Teller } from '../state/teller.ts';
import { t } from '../strings.ts';

/** Says that it was copied, or why not. @returns whether it was */
export async function copyText(text: string, teller: Teller): Promise<boolean> {
  try {
    await toClipboard(text);
    teller.note(t('act.copied'));
    return true;
  } catch (error) {
    teller.tell(failureText(error));
    return false;
  }
}

/** Also on pages without TLS, which have no clipboard of their own. */
async function toClipboard(text: string): Promise<void> {
  if (navigator.clipboard) return await navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'only-read';
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
