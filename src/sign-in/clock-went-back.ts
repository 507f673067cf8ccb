/**
 * Thrown for a right code while codes that were accepted before lie in the future: the server's clock was ahead, and was set back. Nobody can
 * tell such a code from one that was used already, so it is refused. It is no failed guess.
 */
export class ClockWentBack extends Error {
  override readonly name = 'ClockWentBack'
}
