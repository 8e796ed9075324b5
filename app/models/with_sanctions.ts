import type { NormalizeConstructor } from '@adonisjs/core/types/helpers'
import { DateTime } from 'luxon'
import type { UserSchema } from '#database/schema'

/** What staff can do to an account for a time, and whether it holds. */
export const withSanctions = <Model extends NormalizeConstructor<typeof UserSchema>>(
  superclass: Model
) =>
  class extends superclass {
    get isSilenced() {
      return holds(this.silencedAt, this.silencedUntil)
    }

    get isSuspended() {
      return holds(this.suspendedAt, this.suspendedUntil)
    }

    /** Of those that hold; null is for good. */
    get endsOfSanctions() {
      return [
        ...(this.isSilenced ? [this.silencedUntil] : []),
        ...(this.isSuspended ? [this.suspendedUntil] : []),
      ]
    }

    /** @param until null is for good */
    silence(until: DateTime | null) {
      this.silencedAt = DateTime.now()
      this.silencedUntil = until
      return this.save()
    }

    unsilence() {
      this.silencedAt = null
      this.silencedUntil = null
      return this.save()
    }

    suspend(until: DateTime | null) {
      this.suspendedAt = DateTime.now()
      this.suspendedUntil = until
      return this.save()
    }

    unsuspend() {
      this.suspendedAt = null
      this.suspendedUntil = null
      return this.save()
    }
  }

const holds = (since: DateTime | null, until: DateTime | null) =>
  since !== null && (until === null || until > DateTime.now())
