/** What a page says while it asks for a security key or a passkey. */
export const securityKeyTexts = {
  en: {
    securityKey: {
      waiting: 'Follow your browser. If your security key blinks, touch it.',
      failed: 'The security key didn’t answer. Plug it in and try again.',
      registered: 'This security key is registered already.',
      address: 'Security keys can’t be used at this address. Open the app at its usual one.',
      needsScript: 'Security keys need JavaScript. Turn it on, or choose another way.',
    },
    passkey: {
      waiting: 'Follow your browser. It asks for your fingerprint, face or screen lock.',
      failed: 'No passkey was chosen. Try again, or choose another way.',
      registered: 'You have a passkey here already.',
      address: 'Passkeys can’t be used at this address. Open the app at its usual one.',
      needsScript: 'Passkeys need JavaScript. Turn it on, or choose another way.',
    },
    either: {
      waiting: 'Follow your browser. If your security key blinks, touch it.',
      failed: 'Neither a passkey nor a security key answered. Try again, or choose another way.',
      registered: 'This security key is registered already.',
      address: 'Passkeys and security keys can’t be used at this address. Open the app at its usual one.',
      needsScript: 'Passkeys and security keys need JavaScript. Turn it on, or choose another way.',
    },
  },
  de: {
    securityKey: {
      waiting: 'Folgen Sie Ihrem Browser. Wenn Ihr Sicherheitsschlüssel blinkt, berühren Sie ihn.',
      failed:
        'Der Sicherheitsschlüssel hat nicht geantwortet. Stecken Sie ihn ein und versuchen Sie es noch einmal.',
      registered: 'Dieser Sicherheitsschlüssel ist schon hinterlegt.',
      address:
        'Unter dieser Adresse sind Sicherheitsschlüssel nicht möglich. Öffnen Sie die Anwendung unter ihrer üblichen.',
      needsScript:
        'Sicherheitsschlüssel brauchen JavaScript. Schalten Sie es ein oder wählen Sie einen anderen Weg.',
    },
    passkey: {
      waiting: 'Folgen Sie Ihrem Browser. Er fragt nach Fingerabdruck, Gesicht oder Bildschirmsperre.',
      failed:
        'Es wurde kein Passkey gewählt. Versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.',
      registered: 'Hier haben Sie schon einen Passkey.',
      address:
        'Unter dieser Adresse sind Passkeys nicht möglich. Öffnen Sie die Anwendung unter ihrer üblichen.',
      needsScript: 'Passkeys brauchen JavaScript. Schalten Sie es ein oder wählen Sie einen anderen Weg.',
    },
    either: {
      waiting: 'Folgen Sie Ihrem Browser. Wenn Ihr Sicherheitsschlüssel blinkt, berühren Sie ihn.',
      failed:
        'Weder Passkey noch Sicherheitsschlüssel haben geantwortet. Versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.',
      registered: 'Dieser Sicherheitsschlüssel ist schon hinterlegt.',
      address:
        'Unter dieser Adresse sind Passkeys und Sicherheitsschlüssel nicht möglich. Öffnen Sie die Anwendung unter ihrer üblichen.',
      needsScript:
        'Passkeys und Sicherheitsschlüssel brauchen JavaScript. Schalten Sie es ein oder wählen Sie einen anderen Weg.',
    },
  },
}
