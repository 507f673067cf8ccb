/** What the sign-in page says. */
export const signInTexts = {
  en: {
    title: 'Sign in',
    username: 'User name',
    password: 'Password',
    signIn: 'Sign in',
    or: 'or',
    signOutTitle: 'Sign out?',
    passkey: 'Sign in with a passkey',
    passkeyFailed: 'That passkey isn’t known here. Sign in with your password.',
  },
  de: {
    title: 'Anmelden',
    username: 'Benutzername',
    password: 'Passwort',
    signIn: 'Anmelden',
    or: 'oder',
    signOutTitle: 'Abmelden?',
    passkey: 'Mit einem Passkey anmelden',
    passkeyFailed: 'Dieser Passkey ist hier nicht bekannt. Melden Sie sich mit Ihrem Passwort an.',
  },
}
