import { languages, type LanguageCode } from '../../packages/web/src/strings/languages.ts';
import { speak } from '../../packages/web/src/strings.ts';

/** From now on `t` is in this language here as well, so that a walk finds by the catalogue what the app shows. */
export async function speakIn(code: LanguageCode): Promise<void> {
  speak({ locale: languages[code].tag, texts: await languages[code].load() });
}
