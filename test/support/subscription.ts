/** Of nobody, at a service that is asked nothing. The key is a point of the curve. */
export const someSubscription = {
  endpoint: 'https://push.example.com/x',
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
};
