import * as fc from 'fast-check'

/** A number that picks one of the existing things when the command runs. */
export type Pick = number

export const pick = fc.nat({ max: 7 })

/** Plain objects, so that a failed history can be pasted into a test. */
export const record: typeof fc.record = (model: any, options: any = {}) =>
  fc.record(model, { noNullPrototype: true, ...options }) as any

export const constant = <T extends string>(value: T) => fc.constant(value)
