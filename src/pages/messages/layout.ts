/** What the frame around every page says. */
export const layoutTexts = {
  en: {
    skip: 'Skip to content',
    signOut: 'Sign out',
    account: 'Account',
    navigation: 'Account',
    /** Opens the navigation where the screen is too small to show it. */
    menu: 'Menu',
    breadcrumb: 'Where you are',
    dismiss: 'Dismiss',
    authentication: 'Authentication',
    'sign-in': 'Sign-in',
    activity: 'Activity',
    administration: 'Administration',
  },
  de: {
    skip: 'Zum Inhalt springen',
    signOut: 'Abmelden',
    account: 'Konto',
    navigation: 'Konto',
    menu: 'Menü',
    breadcrumb: 'Wo Sie sind',
    dismiss: 'Ausblenden',
    authentication: 'Authentifizierung',
    'sign-in': 'Anmeldung',
    activity: 'Aktivität',
    administration: 'Verwaltung',
  },
}
