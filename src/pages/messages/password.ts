/** What the page says on which somebody changes their password. */
export const passwordTexts = {
  en: {
    title: 'Change password',
    /** In the navigation. */
    entry: 'Password',
    mustChange: 'You signed in with a temporary password. Choose your own to go on.',
    current: 'Current password',
    next: 'New password',
    nextHint: 'At least {n} characters. Several words that don’t belong together make a good one.',
    again: 'New password again',
    change: 'Change password',
    consequence: 'Other sessions and all tokens end. API keys go on working.',
    wrong: 'This password isn’t right.',
    different: 'The two don’t match.',
  },
  de: {
    title: 'Passwort ändern',
    entry: 'Passwort',
    mustChange:
      'Sie haben sich mit einem vorläufigen Passwort angemeldet. Wählen Sie ein eigenes, um weiterzukommen.',
    current: 'Bisheriges Passwort',
    next: 'Neues Passwort',
    nextHint: 'Mindestens {n} Zeichen. Gut sind mehrere Wörter, die nicht zusammengehören.',
    again: 'Neues Passwort noch einmal',
    change: 'Passwort ändern',
    consequence: 'Andere Sitzungen und alle Tokens enden. API-Schlüssel gelten weiter.',
    wrong: 'Dieses Passwort stimmt nicht.',
    different: 'Die beiden stimmen nicht überein.',
  },
}
