/** What the page says on which somebody sets an authenticator app up. */
export const authenticatorTexts = {
  en: {
    title: 'Setup Authenticator App',
    install:
      'Open an authenticator app on your phone, such as 1Password, Authy, Google Authenticator or Microsoft Authenticator.',
    scan: 'Add an account there and scan this QR code.',
    cannotScan: 'Can’t scan the QR code?',
    typeIn: 'Choose to enter a key by hand in the app, and type this one. Spaces don’t matter.',
    secret: 'Setup key',
    enter: 'Enter the 6-digit code that the app now shows.',
    code: 'Verification code',
    changes: 'The code changes every 30 seconds.',
    clock: 'Codes change every 30 seconds. Is your phone’s clock right?',
    enable: 'Enable 2FA',
    startOver: 'Start over with a new QR code',
  },
  de: {
    title: 'Authenticator-App einrichten',
    install:
      'Öffnen Sie auf Ihrem Telefon eine Authenticator-App, etwa 1Password, Authy, Google Authenticator oder Microsoft Authenticator.',
    scan: 'Fügen Sie dort ein Konto hinzu und scannen Sie diesen QR-Code.',
    cannotScan: 'Sie können den QR-Code nicht scannen?',
    typeIn:
      'Wählen Sie in der App die Eingabe von Hand und tippen Sie diesen Schlüssel ab. Leerzeichen spielen keine Rolle.',
    secret: 'Einrichtungsschlüssel',
    enter: 'Geben Sie den sechsstelligen Code ein, den die App jetzt anzeigt.',
    code: 'Bestätigungscode',
    changes: 'Der Code wechselt alle 30 Sekunden.',
    clock: 'Codes wechseln alle 30 Sekunden. Geht die Uhr Ihres Telefons richtig?',
    enable: '2FA einschalten',
    startOver: 'Mit einem neuen QR-Code von vorn beginnen',
  },
}
