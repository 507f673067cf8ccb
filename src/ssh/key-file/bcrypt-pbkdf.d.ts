declare module 'bcrypt-pbkdf' {
  const bcrypt: {
    /** Fills `key`; its work grows with `rounds`. */
    pbkdf(
      passphrase: Uint8Array,
      passphraseLength: number,
      salt: Uint8Array,
      saltLength: number,
      key: Uint8Array,
      keyLength: number,
      rounds: number,
    ): number
  }
  export = bcrypt
}
