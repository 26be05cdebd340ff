// Texts of what messages hold beside words.
export const attachments = {
  'attachment.add': 'Attach pictures or files',
  'attachment.saidPictures': { one: '[{count} picture]', other: '[{count} pictures]' },
  'attachment.saidFile': '[File] {name}',
  'attachment.saidVideo': '[Video]',
  'attachment.saidWith': '{what} {text}',
  'attachment.saidVoice': '[Voice] {length}',
};
