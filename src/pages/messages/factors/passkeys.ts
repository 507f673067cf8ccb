/** What the page of passkeys says. */
export const passkeyTexts = {
  en: {
    title: 'Passkeys',
    intro:
      'Sign in with your fingerprint, face or screen lock in place of your password. A passkey can’t be guessed, stolen from us or typed into the wrong page.',
    alsoSecond: 'A passkey also turns 2-Step Verification on: it confirms a sign-in by password.',
    none: 'No passkeys yet',
    noneText: 'Add one on this device, or on your phone.',
    offerTitle: 'Sign in faster next time',
    offer: 'With a passkey, your fingerprint, face or screen lock takes the place of your password.',
  },
  de: {
    title: 'Passkeys',
    intro:
      'Melden Sie sich mit Fingerabdruck, Gesicht oder Bildschirmsperre an statt mit Ihrem Passwort. Ein Passkey lässt sich nicht erraten, nicht bei uns stehlen und nicht auf der falschen Seite eintippen.',
    alsoSecond:
      'Ein Passkey schaltet auch die Bestätigung in zwei Schritten ein: Er bestätigt eine Anmeldung mit Passwort.',
    none: 'Noch keine Passkeys',
    noneText: 'Fügen Sie einen auf diesem Gerät oder auf Ihrem Telefon hinzu.',
    offerTitle: 'Nächstes Mal schneller anmelden',
    offer:
      'Mit einem Passkey genügt statt des Passworts Ihr Fingerabdruck, Gesicht oder Ihre Bildschirmsperre.',
  },
}
