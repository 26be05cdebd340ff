/** The forms of a text that `count` chooses among; the platform knows which ones a language has. */
export type Forms = { readonly other: string } & {
  readonly [Form in Intl.LDMLPluralRule]?: string;
};

export type Text = string | Forms;

/** The texts of one area in another language: the same keys, no fewer and no more. */
export type Translation<English> = { readonly [Key in keyof English]: Text };
