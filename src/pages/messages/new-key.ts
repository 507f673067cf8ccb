/** What the pages say on which somebody adds a security key or a passkey. */
export const newKeyTexts = {
  en: {
    name: 'Name',
    securityKey: {
      title: 'Add a security key',
      text: 'Plug your security key in, or hold it ready. Your browser will ask you to touch it.',
      nameHint: 'So that you know which key it is. Leave it empty and we’ll find a name.',
      nameDefault: 'Security key',
      add: 'Add security key',
    },
    passkey: {
      title: 'Add a passkey',
      text: 'Your browser will ask for your fingerprint, face or screen lock, and keep the passkey for you. After that you sign in without a password.',
      nameHint: 'Leave it empty to name it after where it is kept, such as “Google Password Manager”.',
      nameDefault: 'Passkey',
      add: 'Add a passkey',
    },
  },
  de: {
    name: 'Name',
    securityKey: {
      title: 'Sicherheitsschlüssel hinzufügen',
      text: 'Stecken Sie Ihren Sicherheitsschlüssel ein oder halten Sie ihn bereit. Der Browser bittet Sie, ihn zu berühren.',
      nameHint: 'Damit Sie wissen, welcher Schlüssel es ist. Bleibt das Feld leer, finden wir einen Namen.',
      nameDefault: 'Sicherheitsschlüssel',
      add: 'Sicherheitsschlüssel hinzufügen',
    },
    passkey: {
      title: 'Passkey hinzufügen',
      text: 'Der Browser fragt nach Fingerabdruck, Gesicht oder Bildschirmsperre und bewahrt den Passkey für Sie auf. Danach melden Sie sich ohne Passwort an.',
      nameHint:
        'Bleibt das Feld leer, heißt er nach dem Ort, an dem er aufbewahrt wird, etwa „Google Passwortmanager“.',
      nameDefault: 'Passkey',
      add: 'Passkey hinzufügen',
    },
  },
}
