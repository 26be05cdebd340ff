// What is being attached, and how it is shown: loaded with its code (attachments/texts.ts).
export const attachmentPanel = {
  'attachment.list': 'Attached',
  'attachment.remove': 'Remove {name}',
  'attachment.retry': 'Try again',
  'attachment.uploading': '{name}: {percent} uploaded',
  'attachment.failed': '{name} could not be uploaded: {reason}',
  'attachment.tooLarge': '{name} is larger than {most}.',
  'attachment.tooMany': 'At most {most} at once.',
  'attachment.empty': '{name} is empty.',
  'attachment.describe': 'Describe {name} for those who cannot see it',
  'attachment.alt': 'Describe',
  'attachment.describeTitle': 'Describe this picture',
  'attachment.describeLabel': 'What is to be seen?',
  'attachment.describeSave': 'Done',
  'attachment.labelWithAlt': '{label}: {alt}',
  'attachment.download': 'Download',
  'attachment.video': 'Video {name}',
};
