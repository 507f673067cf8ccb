/** What a page says while it asks for a security key. */
export const securityKeyTexts = {
  en: {
    waiting: 'Touch your security key when it blinks…',
    failed: 'The security key didn’t answer. Plug it in and try again.',
    registered: 'This security key is registered already.',
    address: 'Security keys can’t be used at this address. Open the app at its usual one.',
    needsScript: 'Security keys need JavaScript. Turn it on, or choose another way.',
  },
  de: {
    waiting: 'Berühren Sie Ihren Sicherheitsschlüssel, wenn er blinkt …',
    failed:
      'Der Sicherheitsschlüssel hat nicht geantwortet. Stecken Sie ihn ein und versuchen Sie es noch einmal.',
    registered: 'Dieser Sicherheitsschlüssel ist schon hinterlegt.',
    address:
      'Unter dieser Adresse sind Sicherheitsschlüssel nicht möglich. Öffnen Sie die Anwendung unter ihrer üblichen.',
    needsScript:
      'Sicherheitsschlüssel brauchen JavaScript. Schalten Sie es ein oder wählen Sie einen anderen Weg.',
  },
}
