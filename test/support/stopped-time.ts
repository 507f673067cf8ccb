import { mock } from 'node:test'

/** The time that this process measures, standing still until it is moved: nothing is late, however busy the machine is. */
export interface StoppedTime extends Disposable {
  advance(ms: number): void
}

/** Stops `setTimeout` and `performance.now()`; what they were to bring about while they stood still is forgotten afterwards. */
export function stoppedTime(): StoppedTime {
  mock.timers.enable({ apis: ['setTimeout'] })
  const start = performance.now()
  let passed = 0
  const reading = mock.method(performance, 'now', () => start + passed)
  return {
    advance(ms) {
      passed += ms
      mock.timers.tick(ms)
    },
    [Symbol.dispose]() {
      reading.mock.restore()
      mock.timers.reset()
    },
  }
}
