/** What happens while a security key is being asked. */
export const securityKeyTexts = {
  en: {
    waiting: 'Touch your security key when it blinks…',
    failed: 'The security key didn’t answer. Plug it in and try again.',
    registered: 'This security key is registered already.',
    needsScript: 'Security keys need JavaScript. Turn it on, or choose another way.',
  },
  de: {
    waiting: 'Berühren Sie Ihren Sicherheitsschlüssel, wenn er blinkt …',
    failed:
      'Der Sicherheitsschlüssel hat nicht geantwortet. Stecken Sie ihn ein und versuchen Sie es noch einmal.',
    registered: 'Dieser Sicherheitsschlüssel ist schon hinterlegt.',
    needsScript:
      'Sicherheitsschlüssel brauchen JavaScript. Schalten Sie es ein oder wählen Sie einen anderen Weg.',
  },
}
