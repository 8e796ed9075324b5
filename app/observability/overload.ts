import { overloaded, requestsShed } from '#observability/metrics'

export type Strained = 'event_loop' | 'pool'

/** Measurements in a row: one pause must not close the gate, and one gap must not open it. */
const STRAINED = 2
const CALM = 4

/** Closes while measurements exceed a limit, opens when they stay under half of it. */
export class Gate {
  isClosed = false
  #strained = 0
  #calm = 0

  constructor(private onChange: (isClosed: boolean) => void = () => {}) {}

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

class Overload {
  isOn = false
  readonly gates: Record<Strained, Gate>
  #onChange: (by: Strained, isClosed: boolean) => void = () => {}

  constructor() {
    this.gates = { event_loop: this.#gate('event_loop'), pool: this.#gate('pool') }
  }

  report(onChange: (by: Strained, isClosed: boolean) => void) {
    this.#onChange = onChange
  }

  countShed(reason: Strained) {
    requestsShed.inc({ reason })
  }

  #gate(by: Strained) {
    return new Gate((isClosed) => {
      this.isOn = Object.values(this.gates).some((gate) => gate.isClosed)
      overloaded.set({ reason: by }, isClosed ? 1 : 0)
      this.#onChange(by, isClosed)
    })
  }
}

export const overload = new Overload()
