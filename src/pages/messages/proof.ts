/** What the page says on which somebody proves who they are. */
export const proofTexts = {
  en: {
    title: 'Confirm it’s you',
    why: 'You are about to do something sensitive. You won’t be asked again for the next 10 minutes.',
    password: 'Password',
    totp: 'Verification code',
    recovery_code: 'Recovery code',
    security_key: 'Security key',
    confirm: 'Confirm',
    useKey: 'Use security key',
    others: 'Having problems?',
    use: {
      password: 'Use your password',
      totp: 'Use your authenticator app',
      recovery_code: 'Use a recovery code',
      security_key: 'Use your security key',
    },
  },
  de: {
    title: 'Bitte bestätigen',
    why: 'Sie sind dabei, etwas Wichtiges zu ändern. In den nächsten 10 Minuten werden Sie nicht wieder gefragt.',
    password: 'Passwort',
    totp: 'Bestätigungscode',
    recovery_code: 'Wiederherstellungscode',
    security_key: 'Sicherheitsschlüssel',
    confirm: 'Bestätigen',
    useKey: 'Sicherheitsschlüssel benutzen',
    others: 'Klappt es nicht?',
    use: {
      password: 'Passwort benutzen',
      totp: 'Authenticator-App benutzen',
      recovery_code: 'Wiederherstellungscode benutzen',
      security_key: 'Sicherheitsschlüssel benutzen',
    },
  },
}
