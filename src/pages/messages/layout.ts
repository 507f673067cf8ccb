/** The frame around every page. */
export const layoutTexts = {
  en: { skip: 'Skip to content', signOut: 'Sign out', navigation: 'Account' },
  de: { skip: 'Zum Inhalt springen', signOut: 'Abmelden', navigation: 'Konto' },
}
