/** What the frame around every page says. */
export const layoutTexts = {
  en: {
    skip: 'Skip to content',
    signOut: 'Sign out',
    navigation: 'Account',
    administration: 'Administration',
  },
  de: { skip: 'Zum Inhalt springen', signOut: 'Abmelden', navigation: 'Konto', administration: 'Verwaltung' },
}
