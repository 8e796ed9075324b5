import { overloaded, requestsShed } from '#observability/metrics'

/** What may be overloaded. */
export type Strained = 'event_loop' | 'pool'

/** How many measurements in a row it takes: no single pause closes the gate, nor one gap opens it. */
const STRAINED = 2
const CALM = 4

/** Closes while what is measured stays over a limit, and opens when it stays under half of it. */
export class Gate {
  isClosed = false
  #strained = 0
  #calm = 0

  /** @param onChange is told whether it is closed */
  constructor(private onChange: (isClosed: boolean) => void = () => {}) {}

  /** Takes one measurement; both are milliseconds. */
  note(measured: number, limit: number) {
    this.#strained = measured > limit ? this.#strained + 1 : 0
    this.#calm = measured < limit / 2 ? this.#calm + 1 : 0
    if (!this.isClosed && this.#strained >= STRAINED) this.#turn(true)
    if (this.isClosed && this.#calm >= CALM) this.#turn(false)
  }

  #turn(isClosed: boolean) {
    this.isClosed = isClosed
    this.onChange(isClosed)
  }
}

/** Whether this process has more to do than it can: what every request asks first. */
class Overload {
  isOn = false
  readonly gates: Record<Strained, Gate>
  #tell: (by: Strained, isClosed: boolean) => void = () => {}

  constructor() {
    this.gates = { event_loop: this.#gate('event_loop'), pool: this.#gate('pool') }
  }

  /** @param tell is told of each change */
  report(tell: (by: Strained, isClosed: boolean) => void) {
    this.#tell = tell
  }

  /** Counts a request that was refused. */
  countShed(reason: Strained) {
    requestsShed.inc({ reason })
  }

  #gate(by: Strained) {
    return new Gate((isClosed) => {
      this.isOn = Object.values(this.gates).some((gate) => gate.isClosed)
      overloaded.set({ reason: by }, isClosed ? 1 : 0)
      this.#tell(by, isClosed)
    })
  }
}

export const overload = new Overload()
