/** What the sign-in page says. */
export const signInTexts = {
  en: {
    title: 'Sign in',
    username: 'User name',
    password: 'Password',
    forgot: 'Forgot your password?',
    signIn: 'Sign in',
    or: 'or',
    signOutTitle: 'Sign out?',
    passkey: 'Sign in with a passkey',
    passkeyFailed: 'We don’t know this passkey. Sign in with your password.',
    expired: 'Your session has ended. Please sign in again.',
    ended: 'You were signed out on another device, or your session has ended. Please sign in again.',
  },
  de: {
    title: 'Anmelden',
    username: 'Benutzername',
    password: 'Passwort',
    forgot: 'Passwort vergessen?',
    signIn: 'Anmelden',
    or: 'oder',
    signOutTitle: 'Abmelden?',
    passkey: 'Mit einem Passkey anmelden',
    passkeyFailed: 'Diesen Passkey kennen wir nicht. Melden Sie sich mit Ihrem Passwort an.',
    expired: 'Ihre Sitzung ist zu Ende. Bitte melden Sie sich noch einmal an.',
    ended:
      'Sie wurden auf einem anderen Gerät abgemeldet, oder Ihre Sitzung ist zu Ende. Bitte melden Sie sich noch einmal an.',
  },
}
