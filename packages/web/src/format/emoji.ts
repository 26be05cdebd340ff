const mostUnits = 24;
const emoji =
  /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u200d|\ufe0f|\s)+$/u;

/** A few emoji and nothing else: shown larger. */
export function isEmojiOnly(text: string): boolean {
  return text.length <= mostUnits && emoji.test(text);
}
