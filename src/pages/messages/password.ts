/** What the page says on which somebody changes their password. */
export const passwordTexts = {
  en: {
    title: 'Change password',
    /** In the navigation. */
    entry: 'Password',
    mustChange: 'You signed in with a temporary password. Choose your own to go on.',
    current: 'Current password',
    next: 'New password',
    nextHint: 'At least {n} characters. Try several words that don’t belong together.',
    again: 'Repeat new password',
    change: 'Change password',
    consequence: 'This signs you out on your other devices and ends all tokens. API keys keep working.',
    wrong: 'This password isn’t right.',
    different: 'The passwords don’t match.',
  },
  de: {
    title: 'Passwort ändern',
    entry: 'Passwort',
    mustChange:
      'Sie haben sich mit einem vorläufigen Passwort angemeldet. Wählen Sie ein eigenes, um weiterzukommen.',
    current: 'Aktuelles Passwort',
    next: 'Neues Passwort',
    nextHint: 'Mindestens {n} Zeichen. Gut sind mehrere Wörter, die nichts miteinander zu tun haben.',
    again: 'Neues Passwort wiederholen',
    change: 'Passwort ändern',
    consequence:
      'Sie werden auf Ihren anderen Geräten abgemeldet, und alle Tokens enden. API-Schlüssel gelten weiter.',
    wrong: 'Dieses Passwort stimmt nicht.',
    different: 'Die Passwörter stimmen nicht überein.',
  },
}
